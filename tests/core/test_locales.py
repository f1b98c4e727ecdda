"""Days as each language writes them."""

import datetime as dt

import pytest

from comptoir.core.locales import long_day


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
