"""A workbook keeps numbers as numbers, days as days, and text as text."""

import datetime as dt
import tracemalloc
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from comptoir.transfer import xlsx
from comptoir.transfer.xlsx import workbook


def cells_of(*rows: list[object], header: tuple[str, ...] = ("Title",)) -> list[list[Any]]:
    with workbook(header, rows) as file:
        return [list(row) for row in load_workbook(file).worksheets[0].iter_rows(min_row=2)]


@pytest.mark.parametrize("text", ["=1+1", "+32 2 555", "-5", "@SUM(1)", "\t=1", "＝1+1", "#N/A", "2026-11-24", "TRUE"])
def test_text_is_never_anything_else(text: str) -> None:
    [[cell]] = cells_of([text])
    assert (cell.data_type, cell.value) == ("s", text)


def test_amounts_are_numbers_and_days_are_days() -> None:
    [[amount, number, day]] = cells_of([Decimal("-1210.50"), 7, dt.date(2026, 11, 24)])
    assert (amount.value, amount.data_type, amount.number_format) == (-1210.5, "n", "#,##0.00")
    assert (number.value, number.data_type) == (7, "n")
    assert (day.value.date(), day.is_date) == (dt.date(2026, 11, 24), True)


def test_a_cell_does_not_inherit_from_the_row_before() -> None:
    rows = cells_of(["=1", Decimal(1)], ["a", None], ["", "b"])
    assert [[cell.value for cell in row] for row in rows] == [["=1", 1], ["a", None], [None, "b"]]
    assert [row[0].quotePrefix for row in rows[:2]] == [True, False]


def test_signs_that_no_workbook_can_keep_are_left_out() -> None:
    assert cells_of(["a\x00\x0bb" + "c" * 40_000])[0][0].value == ("ab" + "c" * 40_000)[:32_767]


def test_a_list_without_rows_has_its_titles() -> None:
    with workbook(["Number", "=Total"], []) as file:
        [sheet] = load_workbook(file).worksheets
        assert [[cell.value for cell in row] for row in sheet] == [["Number", "=Total"]]


def test_what_is_too_long_for_a_sheet_goes_on_in_the_next(monkeypatch: Any) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with workbook(["N"], ([n] for n in range(5))) as file:
        sheets = load_workbook(file).worksheets
        assert [[cell.value for (cell,) in sheet] for sheet in sheets] == [["N", 0, 1], ["N", 2, 3], ["N", 4]]


def test_many_rows_need_no_more_memory_than_few() -> None:
    few, many = (_peak(rows) for rows in (500, 5_000))
    assert many < few + 250_000


def _peak(rows: int) -> int:
    tracemalloc.start()
    try:
        workbook(["A", "B", "C"], ([f"Company {n}", Decimal(n), dt.date(2026, 1, 1)] for n in range(rows))).close()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
