"""What the value of a field of each kind must look like."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.core import addresses
from comptoir.core.money import minor_unit
from comptoir.custom_fields.models import CustomField, FieldKind

Value = str | Decimal | dt.date | bool | list[str]
"""A text; a number; a day; yes or no; the id of an option; the ids of several, sorted."""

TEXTS = (
    FieldKind.SINGLE_LINE,
    FieldKind.MULTI_LINE,
    FieldKind.EMAIL,
    FieldKind.TELEPHONE,
    FieldKind.URL,
)
NUMBERS = (FieldKind.NUMBER, FieldKind.INTEGER, FieldKind.MONEY)
LISTS = (FieldKind.SINGLE_SELECT, FieldKind.MULTI_SELECT)
LONGEST = {FieldKind.SINGLE_LINE: 255, FieldKind.MULTI_LINE: 10_000, FieldKind.URL: 500}
"""Characters in a text; the others have lengths of their own."""
LARGEST = Decimal(10) ** 14
MOST_DIGITS, MOST_DECIMALS = 15, 6
"""What both databases keep exactly."""


def checked(field: CustomField, given: Any, *, home: str = "") -> Value | None:
    """The value as Comptoir keeps it; None for nothing. A telephone number without a country is of `home`.

    Raises ValidationError with a sentence for people. Of a list, options are named by their ids.
    """
    value: Value | None = _CHECKS[FieldKind(field.kind)](field, given, home) if given not in (None, "", []) else None
    if value in (None, "", []):
        if field.required:
            raise ValidationError(_("Please fill this in."), code="required")
        return None
    return value


def _text(field: CustomField, given: Any, home: str) -> str:
    text = str(given).replace("\0", "").strip()
    if field.kind != FieldKind.MULTI_LINE:
        text = " ".join(text.split())
    if field.kind == FieldKind.EMAIL:
        text = addresses.email(text)
    elif field.kind == FieldKind.TELEPHONE:
        text = addresses.telephone(text, country=home)
    elif field.kind == FieldKind.URL:
        text = addresses.website(text)
    limit = LONGEST.get(FieldKind(field.kind), LONGEST[FieldKind.SINGLE_LINE])
    if len(text) > limit:
        raise ValidationError(_("At most %(limit)s characters fit here."), params={"limit": limit})
    return text


def _number(field: CustomField, given: Any, home: str) -> Decimal:
    try:
        number = Decimal(str(given))
    except ArithmeticError as fault:
        raise ValidationError(_("This is not a number. Write it like 1234.56.")) from fault
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValidationError(_("This number is too large."))
    if field.kind == FieldKind.INTEGER and number % 1:
        raise ValidationError(_("This is not a whole number. Write it like 12."))
    if field.kind == FieldKind.MONEY and number % minor_unit(field.account.currency):
        sentence = _("An amount in %(currency)s has fewer decimals.")
        raise ValidationError(sentence, params={"currency": field.account.currency})
    if number != round(number, MOST_DECIMALS) or len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        raise ValidationError(_("At most 6 decimals and 15 digits, please."))
    return number + 0  # never "-0"


def _day(field: CustomField, given: Any, home: str) -> dt.date:
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(str(given))
    except ValueError as fault:
        raise ValidationError(_("This is not a date. Write it like 2026-11-24.")) from fault


def _yes(field: CustomField, given: Any, home: str) -> bool:
    if not isinstance(given, bool):
        raise ValidationError(_("Say yes or no."))
    return given


def _option(field: CustomField, given: Any, home: str) -> str:
    if str(given) not in {option["id"] for option in field.options}:
        raise ValidationError(_("Choose one from the list."), code="unknown")
    return str(given)


def _options(field: CustomField, given: Any, home: str) -> list[str]:
    return sorted({_option(field, each, home) for each in given})


_CHECKS: dict[FieldKind, Callable[[CustomField, Any, str], Value]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(NUMBERS, _number),
    FieldKind.DATE: _day,
    FieldKind.BOOLEAN: _yes,
    FieldKind.SINGLE_SELECT: _option,
    FieldKind.MULTI_SELECT: _options,
}
