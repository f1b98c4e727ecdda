"""How each language of Comptoir writes amounts and days: European English, and Belgium's Dutch and French."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal

LOCALES = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_DE"}


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """The formats that go with `language` ("fr", "fr-be"); those of English for one that Comptoir does not speak."""
    return Locale.parse(LOCALES.get(language.split("-")[0], "en_GB"))


@lru_cache(maxsize=1024)
def long_day(date: dt.date, language: str) -> str:
    """`1 December 2026`; in French the first of a month is "1er"."""
    return _first(str(format_date(date, "long", locale=locale_of(language))), date, language)


def full_day(date: dt.date, language: str) -> str:
    """`Tuesday 1 December 2026`; in German with a comma after the weekday."""
    return _weekday(date, language) + long_day(date, language)


def day_of_week(date: dt.date, language: str) -> str:
    """`Tuesday 1 December`."""
    day = str(format_skeleton("MMMMd", date, locale=locale_of(language)))
    return _weekday(date, language) + _first(day, date, language)


def _weekday(date: dt.date, language: str) -> str:
    locale = locale_of(language)
    return format_date(date, "EEEE", locale=locale) + (", " if locale.language == "de" else " ")


def _first(text: str, date: dt.date, language: str) -> str:
    return text.replace("1 ", "1er ", 1) if date.day == 1 and language.startswith("fr") else text


# --- Amounts ------------------------------------------------------------------------------------------
# Babel takes longer to write an amount than the database to find its row, and a list has a hundred. How it writes is
# read off one amount of each sign, once for each currency and language.

_SAMPLE = Decimal("1234567.12")
_DIGITS = re.compile(r"1(\D)234(?:\1)567(?:(\D)12)?")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How amounts are written: what stands before and after the digits of one above and one below zero, and within."""

    above: tuple[str, str]
    below: tuple[str, str]
    group: str
    point: str

    def write(self, amount: Decimal) -> str:
        """`amount`, rounded half to even where it has more decimals than are written, as Babel does."""
        digits = f"{abs(amount):,.{2 if self.point else 0}f}".replace(",", "\0").replace(".", self.point)
        before, after = self.below if amount < 0 else self.above
        return before + digits.replace("\0", self.group) + after


def money(amount: Decimal | int, currency: str | None, language: str, *, pattern: str | None = None) -> str:
    """What Babel's `format_currency` writes, of two decimals or none as the currency has; without a currency the figure."""
    return _manner(currency, language, pattern).write(Decimal(amount))


@lru_cache(maxsize=256)
def _manner(currency: str | None, language: str, pattern: str | None) -> _Manner:
    above, below = (_by_babel(amount, currency, language, pattern) for amount in (_SAMPLE, -_SAMPLE))
    digits, others = _DIGITS.search(above), _DIGITS.search(below)
    assert digits, above
    assert others, below
    return _Manner(
        above=(above[: digits.start()], above[digits.end() :]),
        below=(below[: others.start()], below[others.end() :]),
        group=digits[1],
        point=digits[2] or "",
    )


def _by_babel(amount: Decimal, currency: str | None, language: str, pattern: str | None) -> str:
    locale = locale_of(language)
    if currency is None:
        return str(format_decimal(amount, pattern or "#,##0.00", locale=locale))
    return str(format_currency(amount, currency, format=pattern, locale=locale, currency_digits=True))
