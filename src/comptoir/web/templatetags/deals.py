"""Words about deals: how long one has rested, chances in percent, what an edit changed."""

import datetime as dt
from decimal import Decimal

from babel.numbers import format_percent
from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.deals.models import Deal
from comptoir.web import speech

register = template.Library()


@register.filter
def inactive_days(deal: Deal, on: dt.date) -> int:
    """For how many days nothing has happened to a deal that asks for attention on the day `on`; 0 when it does not."""
    return deal.days_inactive(on=on) if deal.needs_attention(on=on) else 0


@register.filter
def is_late(deal: Deal, on: dt.date) -> bool:
    """Whether an open deal should have been closed before the day `on`."""
    return deal.is_open and deal.estimated_closing_date is not None and deal.estimated_closing_date < on


@register.filter
def chance(probability: Decimal | str) -> str:
    """`25 %` of a probability, also of one that an activity kept as text."""
    return format_percent(Decimal(probability), "#,##0.## %", locale=speech.locale()).replace(" ", "\xa0")


@register.filter
def deal_field(name: str) -> str:
    """What an edited field is called."""
    return str(Deal._meta.get_field(name).verbose_name)


@register.filter
def deal_value(value: str | None, name: str) -> str:
    """An edited value as the form shows it: days with their month in letters, chances in percent."""
    if not value:
        return ""
    if name == "estimated_closing_date":
        return speech.day(dt.date.fromisoformat(value))
    if name == "estimated_probability":
        return chance(value)
    if name == "estimated_value":
        return speech.money(Decimal(value))
    return value


@register.filter
def days_until(day: dt.date, on: dt.date) -> str:
    """`today`, `in 3 days`."""
    days = (day - on).days
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days} if days else _("today")


@register.filter
def days_ago(day: dt.date, on: dt.date) -> str:
    """`today`, `3 days ago`."""
    days = (on - day).days
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days} if days > 0 else _("today")
