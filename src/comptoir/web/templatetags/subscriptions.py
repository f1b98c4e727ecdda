"""How templates speak of subscriptions."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from comptoir.core.money import rounded
from comptoir.subscriptions import movements
from comptoir.subscriptions.figures import per_month as amount_per_month
from comptoir.subscriptions.indexation import Why
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.revenue import Month
from comptoir.web import speech
from comptoir.web.subscriptions import indexing_words, words
from comptoir.web.subscriptions.revenue import KINDS, REASONS, movements_url

register = template.Library()


@register.filter
def cycle(subscription: Subscription) -> str:
    """`monthly`, `every 3 months`."""
    return words.cycle(subscription.unit, subscription.period)


@register.filter
def per_month(subscription: Subscription) -> Decimal:
    """What it comes to per month, VAT included."""
    return amount_per_month(
        subscription.tax_inclusive,
        unit=subscription.unit,
        period=subscription.period,
        currency=subscription.currency,
    )


@register.filter
def monthly(subscription: Subscription) -> Decimal:
    """What it comes to per month, without VAT."""
    return rounded(movements.monthly(subscription), subscription.currency)


@register.filter
def next_bill_on(subscription: Subscription) -> dt.date | None:
    """When its next invoice is made, be it after a pause that ends by itself; None when nobody knows."""
    ahead = subscription.upcoming(1)
    return max(filter(None, (ahead[0].bill_on, subscription.paused_until))) if ahead else None


@register.filter
def in_advance(subscription: Subscription) -> str:
    """`7 days before the period begins`."""
    return words.in_advance(subscription.days_in_advance)


@register.filter
def generation(subscription: Subscription) -> str:
    """What its periods become."""
    return words.generation(subscription.generation)


@register.filter
def field_names(fields: list[str]) -> str:
    """`Title, Lines`: the fields of an edit, as its form calls them."""
    names = [_("Lines") if name == "lines" else Subscription._meta.get_field(name).verbose_name for name in fields]
    return ", ".join(str(name) for name in names)


@register.filter
def percent(change: Decimal | str | None) -> str:
    """`+2.18 %`: by how much something changed; nothing known: a dash."""
    if change is None:
        return "–"
    change = Decimal(change)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{speech.plain(abs(change))}\u00a0%"


@register.filter
def price(price: Decimal) -> str:
    """A unit price or the value of an index, with two decimals or as many as it has."""
    return speech.plain(price, 2)


@register.filter
def left_alone(why: Why) -> str:
    """Why a subscription is not indexed."""
    return str(indexing_words.LEFT_ALONE[why])


@register.filter
def behind(month: Month, currency: str) -> str:
    """The address of the movements of a month."""
    days = {"since": month.starts_on.isoformat(), "until": month.ends_on.isoformat()}
    return movements_url(**days, currency=currency)


@register.filter
def kind_of_change(kind: str) -> str:
    """`Expansion`"""
    return str(KINDS[kind])


@register.filter
def churn_reason(reason: str) -> str:
    """`Bankruptcy`"""
    return str(REASONS.get(reason, reason))


@register.filter
def to_pay(amount: Decimal, currency: str) -> Decimal:
    """Rounded to what the currency can pay."""
    return rounded(amount, currency)


@register.filter
def days_until(since: dt.date, until: dt.date) -> str:
    """`1–30 Nov 2026`"""
    return speech.days(since, until)
