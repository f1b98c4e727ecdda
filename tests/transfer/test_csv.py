"""A CSV file opens in Excel without questions, and computes nothing."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.transfer.csv import lines, safe_cell


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−", " =", "\u200b=", "\u00a0+"]
)
def test_a_cell_that_a_spreadsheet_would_compute_is_text(sign: str) -> None:
    assert safe_cell(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize(("value", "text"), [("Café", "Café"), ("a=b", "a=b"), ("", ""), (None, ""), (" a", " a")])
def test_other_cells_stay_as_they_are(value: object, text: str) -> None:
    assert safe_cell(value) == text


@pytest.mark.parametrize(("language", "row"), [("en", "a,b;c\r\n"), ("fr", 'a;"b;c"\r\n')])
def test_columns_are_separated_as_excel_expects_in_the_language(language: str, row: str) -> None:
    assert list(lines([["a", "b;c"]], language=language)) == ["\ufeff", row]


@pytest.mark.parametrize(
    ("language", "row"), [("en", "-1210.50,7,2026-11-24\r\n"), ("nl", "-1210,50;7;2026-11-24\r\n")]
)
def test_numbers_and_days_are_written_as_excel_reads_them_in_the_language(language: str, row: str) -> None:
    cells = [Decimal("-1210.50"), 7, dt.date(2026, 11, 24)]
    assert list(lines([cells], language=language)) == ["\ufeff", row]


def test_a_text_that_looks_like_a_number_below_zero_is_still_text() -> None:
    assert list(lines([["-1210.50"]], language="en")) == ["\ufeff", "'-1210.50\r\n"]
