"""How amounts, dates and moments are written for the person who reads: Babel, in the active language."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_interval, format_skeleton, get_datetime_format, get_day_names
from babel.numbers import format_decimal
from django.utils import timezone, translation

from comptoir.core import locales
from comptoir.core.locales import day_of_week, full_day, locale_of, long_day

SKELETONS = {"medium": "yMMMd", "short": "MMMd", "month": "yMMMM"}
IN_WORDS: dict[str, Callable[[datetime.date, str], str]] = {"long": long_day, "full": full_day, "weekday": day_of_week}


def locale() -> Locale:
    """The formats that go with the active language; Comptoir's home is Belgium, so Dutch and French are Belgian."""
    return locale_of(translation.get_language() or "en")


def money(amount: Decimal | int | None, currency: str | None = None) -> str:
    """`€ 1,210.00`, with no-break spaces and a true minus; without a currency only the figure; nothing known: a dash."""
    if amount is None:
        return "–"
    language = translation.get_language() or "en"
    # British English writes the sign against the figure; in a ledger it has its own column.
    pattern = "¤\xa0#,##0.00" if currency and locale().language == "en" else None
    return locales.money(amount, currency, language, pattern=pattern).replace("-", "−").replace(" ", "\xa0")


def number(value: int) -> str:
    """`10,000`"""
    return format_decimal(value, locale=locale()).replace(" ", "\xa0")


def day(date: datetime.date | None, style: str = "medium") -> str:
    """`24 Nov 2026` (medium), `24 November 2026` (long), `Tuesday 24 November 2026` (full), `24 Nov` (short),
    `Tuesday 24 November` (weekday), `November 2026` (month); months in letters.
    """
    if date is None:
        return "–"
    if isinstance(date, datetime.datetime):
        date = timezone.localdate(date)
    if style in IN_WORDS:
        return IN_WORDS[style](date, translation.get_language() or "en")
    return _in_numbers(date, style, translation.get_language() or "en")


@lru_cache(maxsize=2048)
def _in_numbers(date: datetime.date, style: str, language: str) -> str:
    return str(format_skeleton(SKELETONS[style], date, locale=locale_of(language)))


def days(first: datetime.date, last: datetime.date) -> str:
    """`23–29 Nov 2026`, `30 Nov – 6 Dec 2026`: from one day to another."""
    return str(format_interval(first, last, "yMMMd", locale=locale()))


def weekdays() -> list[tuple[str, str]]:
    """The days of the week, short and in full (`Mon`, `Monday`), from the one that begins it in the active language."""
    short, full = (get_day_names(width, "stand-alone", locale()) for width in ("abbreviated", "wide"))
    return [(short[day], full[day]) for day in (number % 7 for number in range(first_weekday(), first_weekday() + 7))]


def first_weekday() -> int:
    """The day that begins the week in the active language, 0 for Monday."""
    return int(locale().first_week_day)


def clock(moment: datetime.datetime) -> str:
    """`10:12`, in the active time zone."""
    return timezone.localtime(moment).strftime("%H:%M")


def moment(at: datetime.datetime | None, style: str = "medium") -> str:
    """`24 Nov 2026, 10:12`, in the active time zone."""
    if at is None:
        return "–"
    return _glue(translation.get_language() or "en").replace("{0}", clock(at)).replace("{1}", day(at, style))


@lru_cache(maxsize=8)
def _glue(language: str) -> str:
    return str(get_datetime_format("medium", locale=locale_of(language))).replace("'", "")


def plain(value: Decimal, decimals: int = 0) -> str:
    """A number as one types it, without thousands and with at least so many decimals: `1234,56`."""
    return format_decimal(value, f"0.{'0' * decimals}{'#' * (10 - decimals)}", locale=locale())


def thousands_sign() -> str:
    """What stands between thousands in the active language: `,` for English, `.` for Dutch and German."""
    return str(locale().number_symbols["latn"]["group"])
