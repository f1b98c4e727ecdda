"""Cells read as dates and amounts, at their edges."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.transfer import cells
from comptoir.transfer.cells import BadCell


@pytest.mark.parametrize(
    ("text", "pattern", "day"),
    [
        ("2026-11-24", "YYYY-MM-DD", dt.date(2026, 11, 24)),
        ("3/4/2026", "M/D/YYYY", dt.date(2026, 3, 4)),
        ("3/4/2026", "D/M/YYYY", dt.date(2026, 4, 3)),
        ("02/29/2024", "M/D/YYYY", dt.date(2024, 2, 29)),
        ("24.11.2026", "D.M.YYYY", dt.date(2026, 11, 24)),
        ("24-11-2026", "D-M-YYYY", dt.date(2026, 11, 24)),
        ("1900-01-01", "YYYY-MM-DD", dt.date(1900, 1, 1)),
        ("2199-12-31", "YYYY-MM-DD", dt.date(2199, 12, 31)),
    ],
)
def test_a_date_is_read_in_the_files_own_way(text: str, pattern: str, day: dt.date) -> None:
    assert cells.date(text, pattern=pattern) == day


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("13/24/2026", "M/D/YYYY"),
        ("2/29/2023", "M/D/YYYY"),
        ("0/1/2026", "M/D/YYYY"),
        ("3/4/26", "M/D/YYYY"),
        ("2026-11-24", "M/D/YYYY"),
        ("1899-12-31", "YYYY-MM-DD"),
        ("2200-01-01", "YYYY-MM-DD"),
        ("2026-11-24 10:00", "YYYY-MM-DD"),
        ("٢٠٢٦-١١-٢٤", "YYYY-MM-DD"),
        ("24x11x2026", "D.M.YYYY"),
        ("yesterday", "YYYY-MM-DD"),
    ],
)
def test_what_is_no_date_in_that_way_is_refused(text: str, pattern: str) -> None:
    with pytest.raises(BadCell, match="is not a date written as"):
        cells.date(text, pattern=pattern)


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("55.94", "point", "55.94"),
        ("1,234.5", "point", "1234.5"),
        ("1,234,567", "point", "1234567"),
        ("1.234,56", "comma", "1234.56"),
        ("1 234,56", "comma", "1234.56"),
        ("1\u202f234,56", "comma", "1234.56"),
        ("1'234.50", "point", "1234.50"),
        ("0", "point", "0"),
        ("0.00", "point", "0"),
        ("55.9400", "point", "55.94"),
        ("999999999999.99", "point", "999999999999.99"),
    ],
)
def test_an_amount_is_read_in_the_files_own_way(text: str, sign: str, value: str) -> None:
    assert cells.amount(text, currency="EUR", decimal_sign=sign) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "sign", "sentence"),
    [
        ("1.234,56", "point", "is not an amount"),
        ("1,23", "point", "is not an amount"),
        ("12,34,567", "point", "is not an amount"),
        (".5", "point", "is not an amount"),
        ("5.", "point", "is not an amount"),
        ("1e3", "point", "is not an amount"),
        ("NaN", "point", "is not an amount"),
        ("€ 5", "point", "is not an amount"),
        ("5-", "point", "is not an amount"),
        ("-5", "point", "is negative"),
        ("−5", "point", "is negative"),
        ("1000000000000", "point", "more than can be kept"),
        ("1.005", "point", "more decimals than EUR"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(text: str, sign: str, sentence: str) -> None:
    with pytest.raises(BadCell, match=sentence):
        cells.amount(text, currency="EUR", decimal_sign=sign)


def test_a_currency_without_decimals_takes_none() -> None:
    assert cells.amount("1200", currency="JPY", decimal_sign="point") == Decimal(1200)
    with pytest.raises(BadCell, match="more decimals than JPY"):
        cells.amount("1200.50", currency="JPY", decimal_sign="point")
