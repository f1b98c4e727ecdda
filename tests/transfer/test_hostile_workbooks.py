"""Workbooks that must not be opened."""

import io
import zipfile

import pytest

from comptoir.transfer.reading import Unreadable, bounds, open_table
from tests.transfer.sheets import SHEET, a_workbook, with_part, with_sheet


def refusal_of(content: io.BytesIO) -> str:
    with pytest.raises(Unreadable) as refusal:
        list(open_table(content).rows())
    return str(refusal.value)


def test_a_plain_one_is_read() -> None:
    content = with_sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>')
    assert open_table(content).header == ["Name"]


def test_a_formula_is_named_by_its_address() -> None:
    content = a_workbook(["Name", "Total"], ["A", '=HYPERLINK("http://evil.example")'])
    assert refusal_of(content) == "Cell B2 holds a formula. Save the file with values only, or as .csv."


def test_a_formula_on_a_later_sheet_is_refused_too() -> None:
    content = with_part(a_workbook(["Name"], ["A"]), "xl/worksheets/sheet2.xml", b'<x><c r="C9"><f>1+1</f></c></x>')
    assert refusal_of(content).startswith("Cell C9 holds a formula.")


def test_a_bomb_is_refused_by_how_much_it_swells() -> None:
    content = with_part(a_workbook(["Name"]), "xl/media/image1.png", b"\0" * (5 * bounds.MEGABYTE))
    assert refusal_of(content).startswith("Unpacked, the workbook is too large")


def test_a_bomb_that_lies_about_its_size_is_measured() -> None:
    content = with_part(a_workbook(["Name"]), "xl/media/image1.png", b"\0" * (5 * bounds.MEGABYTE))
    data = content.getvalue()
    size = (5 * bounds.MEGABYTE).to_bytes(4, "little")
    lying = io.BytesIO(data.replace(size, (1000).to_bytes(4, "little")))
    assert refusal_of(lying) == "The workbook is damaged. Open it in Excel and save it anew."


def test_the_sum_of_the_parts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "UNPACKED_MB", 0)
    assert refusal_of(a_workbook(["Name"])).startswith("Unpacked, the workbook is too large")


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert refusal_of(with_sheet("<row><c><v>&b;</v></c></row>", before=bomb)).startswith(
        "The workbook declares entities"
    )


def test_entities_in_any_part_are_refused() -> None:
    strings = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'
    assert refusal_of(with_part(a_workbook(["Name"]), "xl/sharedStrings.xml", strings)).startswith(
        "The workbook declares entities"
    )


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/o.bin"])
def test_macros_and_links_are_refused(name: str) -> None:
    assert refusal_of(with_part(a_workbook(["Name"]), name, b"<x/>")).startswith("The workbook holds macros")


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("A1048576", "The file has more than 200000 rows. Split it."),
        ("XFD1", "The file has more than 200 columns."),
        ("GR200001", "Unpacked, the workbook is too large to be read. Save it as .csv, or split it."),
    ],
)
def test_a_cell_far_away_is_refused(cell: str, sentence: str) -> None:
    assert refusal_of(with_sheet(f'<row><c r="{cell}"><v>1</v></c></row>')) == sentence


def test_too_many_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "SHEETS", 0)
    assert refusal_of(a_workbook(["Name"])) == "The workbook has more than 0 sheets."


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("letter.txt", "Dear")
    assert refusal_of(content).startswith("This is neither")


@pytest.mark.parametrize("data", [b"<worksheet><sheetData><row", b"", b"\0\0\0"])
def test_broken_xml_is_refused(data: bytes) -> None:
    assert refusal_of(with_part(a_workbook(["Name"]), SHEET, data)).startswith("The workbook is damaged")


def test_a_cut_off_file_is_refused() -> None:
    content = a_workbook(["Name"]).getvalue()
    assert refusal_of(io.BytesIO(content[: len(content) // 2])).startswith("The workbook is damaged")


def test_a_sheet_where_no_sheet_belongs_is_refused() -> None:
    hidden = with_sheet('<row r="1"><c r="A1"><f>1+1</f></c></row>')
    with zipfile.ZipFile(hidden) as file:
        sheet, relations = file.read(SHEET), file.read("xl/_rels/workbook.xml.rels")
    content = with_part(
        with_part(a_workbook(["Name"]), "xl/other/sheet.xml", sheet),
        "xl/_rels/workbook.xml.rels",
        relations.replace(b"worksheets/sheet1.xml", b"other/sheet.xml"),
    )
    assert refusal_of(content) == "The workbook is damaged. Open it in Excel and save it anew."
