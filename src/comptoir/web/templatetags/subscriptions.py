"""How templates speak of subscriptions."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from comptoir.subscriptions.figures import per_month as amount_per_month
from comptoir.subscriptions.indexation import Why
from comptoir.subscriptions.models import Subscription
from comptoir.web import speech
from comptoir.web.subscriptions import indexing_words, words

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
