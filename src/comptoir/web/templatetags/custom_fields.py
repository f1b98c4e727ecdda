"""The values of an account's own fields as people read them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comptoir.custom_fields.checking import LISTS, Value
from comptoir.custom_fields.models import About, CustomField, FieldKind
from comptoir.custom_fields.values import words_of
from comptoir.web import speech

register = template.Library()


@register.simple_tag
def custom_value(custom_field: CustomField, value: Value) -> SafeString | str:
    """A value on a page: addresses can be followed, amounts have their currency."""
    if custom_field.kind in LISTS:
        assert isinstance(value, str | list)
        return ", ".join(words_of(custom_field, value))
    if not isinstance(value, str):
        return _in_words(value, currency=_currency_of(custom_field))
    if custom_field.kind == FieldKind.EMAIL:
        return format_html('<a href="mailto:{}">{}</a>', value, value)
    if custom_field.kind == FieldKind.TELEPHONE:
        return format_html('<a href="tel:{}">{}</a>', value.replace(" ", ""), value)
    if custom_field.kind == FieldKind.URL:
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', value, value)
    return linebreaksbr(value, autoescape=True)


@register.filter
def told_value(change: dict[str, Any], which: str) -> str:
    """The `old` or `new` value of a change that an activity tells, "" for nothing."""
    text: str = change.get(which, "")
    kind = change["kind"]
    if not text:
        return ""
    if kind == FieldKind.BOOLEAN:
        return _in_words(text == "yes")
    if kind == FieldKind.DATE:
        return _in_words(dt.date.fromisoformat(text))
    if kind in (FieldKind.NUMBER, FieldKind.INTEGER, FieldKind.MONEY):
        return _in_words(Decimal(text), currency=change.get("currency"))
    return text


@register.filter
def kind_in_words(kind: str) -> str:
    """`Text, one line`"""
    return str(FieldKind(kind).label)


@register.filter
def about_in_words(about: str) -> str:
    """`Companies`"""
    return str(About(about).label)


def _currency_of(custom_field: CustomField) -> str | None:
    return custom_field.account.currency if custom_field.kind == FieldKind.MONEY else None


def _in_words(value: Decimal | dt.date | bool | list[str], *, currency: str | None = None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return speech.day(value)
    assert isinstance(value, Decimal)
    return speech.money(value, currency) if currency else speech.plain(value).replace("-", "−")
