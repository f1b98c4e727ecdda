"""Cells of a spreadsheet, read as what they mean. Each refusal is a sentence that a person can act upon."""

import datetime as dt
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from comptoir.core.money import CURRENCIES, LARGEST, minor_unit

DATE_PATTERNS = {
    "YYYY-MM-DD": r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    "D/M/YYYY": r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
    "M/D/YYYY": r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
    "D-M-YYYY": r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})",
    "D.M.YYYY": r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    "YYYY/MM/DD": r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
    "D/M/YY": r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{2})",
    "M/D/YY": r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2})",
    "D-M-YY": r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{2})",
    "D.M.YY": r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})",
}
"""How dates may be written; a file uses one way throughout, since 3/4/2026 alone says nothing."""

SERIAL = "serial"
"""Days since 30 December 1899, as Excel counts them, in a file that shows them bare."""
DAY_ZERO = dt.date(1899, 12, 30)
CENTURY_UNTIL = 69
"""Of years with two digits: 68 is 2068 and 69 is 1969."""

DECIMAL_SIGNS = {"point": (".", ","), "comma": (",", ".")}


class BadCell(Exception):
    """A cell cannot be read; `str()` is a sentence for people."""


def date(text: str, *, pattern: str) -> dt.date:
    """A day between 1900 and 2199, written in `pattern` (a key of DATE_PATTERNS); one or two digits for day and month."""
    try:
        return serial(text) if pattern == SERIAL else _date(text, pattern)
    except ValueError:
        raise BadCell(_("“%(text)s” is not a date written as %(pattern)s.") % _facts(text, pattern=pattern)) from None


def serial(number: str | Decimal) -> dt.date:
    """The day that Excel keeps as this number; raises ValueError outside 1900–2199."""
    days = int(number)
    if not 60 < days < 109_575:
        raise ValueError
    return DAY_ZERO + dt.timedelta(days=days)


def _date(text: str, pattern: str) -> dt.date:
    found = _COMPILED[pattern].fullmatch(_AT_MIDNIGHT.sub("", text))
    year = int(found["year"]) if found else 0
    if found and len(found["year"]) == 2:
        year += 2000 if year < CENTURY_UNTIL else 1900
    if not found or not 1900 <= year <= 2199:
        raise ValueError
    return dt.date(year, int(found["month"]), int(found["day"]))


_COMPILED = {name: re.compile(pattern, re.ASCII) for name, pattern in DATE_PATTERNS.items()}
_AT_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?Z?$")
"""Many systems write a day as the moment at which it begins."""


def amount(text: str, *, currency: str, decimal_sign: str) -> Decimal:
    """An amount of zero or more, at most as fine as `currency` can pay; thousands may be grouped by the other sign."""
    value = _read(text, decimal_sign)
    if value is None:
        raise BadCell(_("“%(text)s” is not an amount.") % _facts(text))
    if value < 0:
        raise BadCell(_("“%(text)s” is negative: credit notes cannot be imported as invoices.") % _facts(text))
    if value > LARGEST:
        raise BadCell(_("“%(text)s” is more than can be kept.") % _facts(text))
    if value % minor_unit(currency):
        raise BadCell(_("“%(text)s” has more decimals than %(currency)s has.") % _facts(text, currency=currency))
    return value


def number(text: str, *, decimal_sign: str) -> Decimal:
    """A number, also one below zero; thousands may be grouped by the other sign."""
    value = _read(text, decimal_sign)
    if value is None:
        raise BadCell(_("“%(text)s” is not a number.") % _facts(text))
    return value


def currency(text: str) -> str:
    """The code of a currency that is known here, whatever its capitals."""
    code = text.upper()
    if code not in CURRENCIES:
        raise BadCell(_("“%(text)s” is not a currency known here.") % _facts(text))
    return code


def words(text: str, *, limit: int) -> str:
    """Text of at most `limit` characters, without signs that are no text."""
    if "\0" in text:
        raise BadCell(_("It contains a sign that is no text."))
    if len(text) > limit:
        raise BadCell(_("“%(text)s” is longer than %(limit)s characters.") % _facts(text, limit=str(limit)))
    return text


def email(text: str) -> str:
    """An e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        raise BadCell(_("“%(text)s” is not an e-mail address.") % _facts(text)) from None
    return words(text, limit=254)


def _read(text: str, decimal_sign: str) -> Decimal | None:
    sign, other = (re.escape(each) for each in DECIMAL_SIGNS[decimal_sign])
    bare = re.sub(r"[\s'’\u00a0\u202f]", "", text)
    if not re.fullmatch(rf"[-−]?(\d+|\d{{1,3}}({other}\d{{3}})+)({sign}\d+)?", bare, re.ASCII):
        return None
    bare = re.sub(other, "", bare)
    return Decimal(re.sub(sign, ".", bare).replace("−", "-"))


def _facts(text: str, **others: str) -> dict[str, str]:
    return {"text": text if len(text) <= 40 else f"{text[:40]}…", **others}
