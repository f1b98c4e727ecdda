"""Days and amounts as each language writes them."""

import datetime as dt
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from comptoir.core.locales import LOCALES, locale_of, long_day, money
from comptoir.core.money import CURRENCIES

AMOUNTS = st.decimals(Decimal("-999999999999.99"), Decimal("999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [
        ("en", "1 December 2026", "11 December 2026"),
        ("fr", "1er décembre 2026", "11 décembre 2026"),
        ("nl", "1 december 2026", "11 december 2026"),
        ("de", "1. Dezember 2026", "11. Dezember 2026"),
    ],
)
def test_long_days(language, first, eleventh):
    assert long_day(dt.date(2026, 12, 1), language) == first
    assert long_day(dt.date(2026, 12, 11), language) == eleventh


@pytest.mark.parametrize("language", LOCALES)
@given(amount=AMOUNTS, currency=st.sampled_from(CURRENCIES))
def test_an_amount_is_written_as_babel_writes_it(language, amount, currency):
    expected = format_currency(amount, currency, locale=locale_of(language), currency_digits=True)
    assert money(amount, currency, language) == expected


@pytest.mark.parametrize("language", LOCALES)
@given(amount=AMOUNTS)
def test_a_figure_is_written_as_babel_writes_it(language, amount):
    assert money(amount, None, language) == format_decimal(amount, "#,##0.00", locale=locale_of(language))
