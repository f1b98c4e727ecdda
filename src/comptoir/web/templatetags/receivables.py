"""Words of the receivables: shares, short amounts, and figures in drawings."""

import datetime as dt
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_percent
from django import template

from comptoir.web import speech

register = template.Library()


@register.simple_tag
def share(part: Decimal, whole: Decimal) -> str:
    """`37 %` of the whole; what is there is never said to be nothing, and what is missing never to be everything."""
    if not whole:
        return "–"
    of_hundred = round(part / whole * 100)
    if part:
        of_hundred = max(of_hundred, 1)
    if part != whole:
        of_hundred = min(of_hundred, 99)
    return format_percent(Decimal(of_hundred) / 100, "#,##0 %", locale=speech.locale()).replace(" ", "\xa0")


@register.filter
def short_amount(amount: Decimal) -> str:
    """`12K`: beside a line of a chart, where only the order matters."""
    return (
        format_compact_decimal(amount, locale=speech.locale(), fraction_digits=1).replace("-", "−").replace(" ", "\xa0")
    )


@register.filter
def month_name(day: dt.date) -> str:
    """`Nov`"""
    return format_date(day, "LLL", locale=speech.locale())


@register.filter
def plain(value: float) -> str:
    """A number as drawings are written, whatever the reader's language."""
    return f"{value:.2f}"
