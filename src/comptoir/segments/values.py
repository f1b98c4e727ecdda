"""Values as rules keep them: plain text, the same in every language. Read here, or refused with a sentence."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.core.money import minor_unit
from comptoir.core.text import folded

MOST_DAYS = 36_500
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class Malformed(Exception):
    """A rule cannot be read: its field, operator or value makes no sense. `str()` is a sentence for people."""

    def __init__(self, sentence: Promise) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return str(self.sentence)


def as_text(value: str) -> str:
    """`value` with single spaces, as it is compared where only capitals do not matter."""
    text = " ".join(value.split())
    if not text or "\0" in text or len(text) > 200:
        raise Malformed(_("Type the text to compare with."))
    return text


def as_folded(value: str) -> str:
    """`value` folded as names are compared: capitals and accents do not matter."""
    return folded(as_text(value)) or as_text("")


def as_amount(value: str, currency: str) -> Decimal:
    """An amount of money such as "1250.50", not negative, in the minor unit of `currency`."""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise Malformed(_("Type an amount, for example 1250.00.")) from None
    if not amount.is_finite() or not 0 <= amount <= 10**12 - 1:
        raise Malformed(_("Type an amount of zero or more."))
    if amount != amount.quantize(minor_unit(currency)):
        raise Malformed(_("This amount has too many decimals."))
    return amount


def as_number(value: str, *, step: Decimal, least: Decimal, most: Decimal) -> Decimal:
    """A number such as "12.5" from `least` to `most`, a multiple of `step`."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Malformed(_("Type a number, for example 12.5.")) from None
    if not number.is_finite() or not least <= number <= most:
        raise Malformed(_("This number is too small or too large."))
    if number % step:
        raise Malformed(_("This number has too many decimals."))
    return number


def as_days(value: str) -> int:
    """A number of days."""
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and int(value) <= MOST_DAYS):
        raise Malformed(_("Type a whole number of days, for example 30."))
    return int(value)


def as_date(value: str) -> dt.date:
    """A day such as "2026-11-24"."""
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise Malformed(_("Choose a date.")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Malformed(_("Choose a date between 1900 and 2199."))
    return day
