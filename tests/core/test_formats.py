"""How documents write days, amounts and numbers."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.core.formats import Formats


@pytest.mark.parametrize(
    ("language", "day", "money", "price", "number", "percent"),
    [
        ("en", "1_December_2026", "−€1,210.50", "€35.255", "1,234.5", "5.5%"),
        ("fr", "1er_décembre_2026", "−1_210,50_€", "35,255_€", "1_234,5", "5,5_%"),
        ("nl", "1_december_2026", "€_−1.210,50", "€_35,255", "1.234,5", "5,5%"),
        ("de", "1._Dezember_2026", "−1.210,50_€", "35,255_€", "1.234,5", "5,5_%"),
    ],
)
def test_each_language_has_its_own(language: str, day: str, money: str, price: str, number: str, percent: str) -> None:
    formats = Formats(language, "EUR")
    written = [
        formats.day(dt.date(2026, 12, 1)),
        formats.money(Decimal("-1210.5")),
        formats.price(Decimal("35.2550")),
        formats.number(Decimal("1234.5000")),
        formats.percent(Decimal("0.05500")),
    ]
    assert [text.replace("\u00a0", "_").replace("\u202f", "_") for text in written] == [
        day,
        money,
        price,
        number,
        percent,
    ]


def test_a_price_has_at_least_the_decimals_of_its_currency() -> None:
    assert Formats("en", "EUR").price(Decimal("389.5000")) == "€389.50"
    assert Formats("en", "EUR").price(Decimal("4200.0000")) == "€4,200.00"
    assert Formats("en", "JPY").price(Decimal("4200.0000")).endswith("¥4,200")
