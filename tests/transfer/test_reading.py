"""Reading tables: what people's files are like."""

import datetime as dt
import io
from decimal import Decimal

import pytest

from comptoir.transfer.reading import Unreadable, bounds, open_table
from tests.transfer.sheets import a_csv, a_workbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"])
def test_text_is_read_in_every_encoding_of_western_europe(encoding: str) -> None:
    table = open_table(a_csv(["Naam", "Plaats"], ["Café Zoë €", "Liège"], encoding=encoding))
    assert (table.header, list(table.rows())) == (["Naam", "Plaats"], [(2, ["Café Zoë €", "Liège"])])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    rows = [["Name", "Amount"], ["A", "1.5"], ["B", "2,5;3|4"]]
    table = open_table(a_csv(*rows, separator=separator))
    assert table.separator == separator
    assert [cells for _place, cells in table.rows()] == [["A", "1.5"], ["B", "2,5;3|4"]]


def test_commas_within_cells_do_not_win_from_the_semicolons_between_them() -> None:
    content = io.BytesIO(b"Name;Street, number;Total\nA;High street, 1;1,50\nB;Low street, 2, b;2,50\n")
    assert open_table(content).header == ["Name", "Street, number", "Total"]


def test_a_table_can_be_read_again() -> None:
    table = open_table(a_csv(["Name"], ["A"]))
    assert list(table.rows()) == list(table.rows()) == [(2, ["A"])]


def test_empty_rows_are_passed_over_and_counted() -> None:
    table = open_table(io.BytesIO(b'Name,City\nA,"Gent\nBrugge"\n,\n\nB,Mons\n'))
    assert list(table.rows()) == [(2, ["A", "Gent\nBrugge"]), (5, ["B", "Mons"])]


def test_columns_of_the_same_name_are_told_apart() -> None:
    assert open_table(a_csv(["Name", "Name", "", "City"], ["A", "B", "C", "D"])).header == [
        "Name",
        "Name (2)",
        "Column 3",
        "City",
    ]


def test_a_ragged_row_is_named() -> None:
    table = open_table(a_csv(["Name", "City"], ["A", "Gent"], ["B"]))
    with pytest.raises(Unreadable) as refusal:
        list(table.rows())
    assert (refusal.value.row, str(refusal.value)) == (3, "It has 1 cells, but the header has 2.")


@pytest.mark.parametrize(
    ("content", "row", "sentence"),
    [
        (b"", None, "The file is empty."),
        (b"\n\n", 1, "The first row names no columns."),
        (b"Name,City\nA,\0\n", None, "This is neither a text file (.csv) nor an Excel workbook (.xlsx)."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", None, "This is an old or protected Excel file."),
        (b"%PDF-1.7\x00\x00", None, "This is neither a text file (.csv) nor an Excel workbook (.xlsx)."),
        (b'Name,City\nA,"Gent\nB,Mons\n', 2, "Its quotation marks do not match"),
        (b"Name,City\nA," + b"x" * (bounds.CELL + 1), 2, "A cell holds more than 10000 characters."),
        (b",".join([b"C"] * 201) + b"\n", 1, "The file has more than 200 columns."),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, row: int | None, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(open_table(io.BytesIO(content)).rows())
    assert (refusal.value.row, str(refusal.value)[: len(sentence)]) == (row, sentence)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "ROWS", 2)
    assert len(list(open_table(a_csv(["Name"], ["A"], ["B"])).rows())) == 2
    with pytest.raises(Unreadable, match="more than 2 rows"):
        list(open_table(a_csv(["Name"], ["A"], ["B"], ["C"])).rows())


def test_a_workbook_gives_cells_as_what_they_are() -> None:
    content = a_workbook(
        ["Name", "On", "Amount", "Active", "Code", None],
        ["Zoë", dt.date(2026, 11, 24), 1234.1, True, "007"],
        [],
        ["Bo", dt.datetime(2026, 1, 2, 10, 30), 5, False, None],  # noqa: DTZ001 workbooks know no time zones
    )
    table = open_table(content)
    assert table.header == ["Name", "On", "Amount", "Active", "Code"]
    assert list(table.rows()) == [
        (2, ["Zoë", dt.date(2026, 11, 24), Decimal("1234.1"), True, "007"]),
        (4, ["Bo", dt.date(2026, 1, 2), Decimal(5), False, ""]),
    ]


def test_the_name_of_a_file_does_not_say_what_it_is() -> None:
    content = a_workbook(["Name"], ["A"])
    content.name = "customers.csv"
    assert open_table(content).header == ["Name"]
