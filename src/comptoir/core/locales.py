"""How each language of Comptoir writes amounts and days: European English, and Belgium's Dutch and French."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency

LOCALES = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_DE"}


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """The formats that go with `language` ("fr", "fr-be"); those of English for one that Comptoir does not speak."""
    return Locale.parse(LOCALES.get(language.split("-")[0], "en_GB"))


@lru_cache(maxsize=1024)
def money(amount: Decimal, currency: str, language: str) -> str:
    """`€1,210.00`, in the currency's minor unit. It is kept: a mail says an amount several times, and prices come back."""
    return str(format_currency(amount, currency, locale=locale_of(language)))


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
