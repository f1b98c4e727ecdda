"""Words about invoices: how late they are, and figures as people write them."""

import datetime as dt
import uuid
from decimal import Decimal

from babel.numbers import format_decimal, format_percent
from django import template

from comptoir.core.ids import new_id
from comptoir.invoicing.models import Category, Invoice
from comptoir.web import speech

register = template.Library()


@register.simple_tag
def is_overdue(invoice: Invoice, on: dt.date) -> bool:
    """Outstanding and past its due date."""
    return invoice.is_overdue(on=on)


@register.simple_tag
def days_overdue(invoice: Invoice, on: dt.date) -> int:
    """Days since its due date; 0 when not overdue."""
    return invoice.days_overdue(on=on)


@register.filter
def offering(invoice: Invoice, on: dt.date) -> tuple[bool, ...]:
    """All of an invoice that decides on the day `on` what its menu (`invoicing/_menu_items.html`) offers."""
    return (
        invoice.is_draft,
        invoice.due > 0,
        invoice.is_settled,
        invoice.is_overdue(on=on),
        invoice.is_on_hold,
        invoice.imported_at is not None,
        invoice.tax_inclusive > invoice.credited_amount,
    )


@register.simple_tag
def fresh_id() -> uuid.UUID:
    """An id for what a form is about to make: sent twice, it makes it once."""
    return new_id()


@register.filter
def figure(value: Decimal, decimals: int = 0) -> str:
    """A number with as many decimals as it needs, at least `decimals`: `1,210.00`, `2`, `0.0375`."""
    pattern = f"#,##0.{'0' * decimals}{'#' * (4 - decimals)}"
    return format_decimal(value, pattern, locale=speech.locale()).replace(" ", "\xa0").replace("-", "−")


@register.filter
def percent(rate: str) -> str:
    """`21 %` of a rate kept as the text of a fraction."""
    return format_percent(Decimal(rate), "#,##0.## %", locale=speech.locale()).replace(" ", "\xa0")


@register.filter
def percentage(number: Decimal) -> str:
    """`12.5 %` of twelve and a half."""
    return percent(str(number / 100))


@register.filter
def kind(tax: dict[str, str]) -> str:
    """Why a tax line charges nothing, in words; empty where it is taxed, or a zero rate."""
    category = tax.get("category", "")
    taxed = category in ("", Category.STANDARD, Category.ZERO)
    return "" if taxed or category not in Category.values else str(Category(category).label)
