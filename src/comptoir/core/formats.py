"""How a document writes days, amounts and numbers: in its own language, whoever looks at it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent

from comptoir.core.locales import locale_of, long_day


@dataclass(frozen=True)
class Formats:
    """Of one document. Nothing is divided between two lines; what is less than nothing has a true minus."""

    language: str
    currency: str

    def day(self, on: dt.date) -> str:
        """`24 November 2026`"""
        return long_day(on, self.language).replace(" ", "\u00a0")

    def money(self, amount: Decimal) -> str:
        """`€1,210.00`, in the currency's minor unit."""
        return _minus(format_currency(amount, self.currency, locale=self._locale))

    def price(self, amount: Decimal) -> str:
        """`€35.255`: a unit price may have more decimals than the currency."""
        bare = amount.normalize()
        return _minus(format_currency(bare, self.currency, locale=self._locale, decimal_quantization=False))

    def number(self, number: Decimal) -> str:
        """`12.5`, without the zeros that say nothing."""
        return _minus(format_decimal(number.normalize(), locale=self._locale, decimal_quantization=False))

    def percent(self, fraction: Decimal) -> str:
        """`21%` for 0.21."""
        return _minus(format_percent(fraction.normalize(), locale=self._locale, decimal_quantization=False))

    @property
    def _locale(self) -> Locale:
        return locale_of(self.language)


def _minus(text: str) -> str:
    return str(text).replace("-", "−").replace(" ", "\u00a0")
