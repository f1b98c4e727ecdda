"""What subscriptions bring in per month."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Count, ExpressionWrapper, FloatField, Min, Sum, Value, When
from django.db.models.functions import Cast

from comptoir.accounts.models import Account
from comptoir.core.money import ZERO, rounded
from comptoir.customers.models import Customer
from comptoir.subscriptions.models import Subscription, SubscriptionQuerySet
from comptoir.subscriptions.movements import PERIODS_PER_YEAR


def per_month(amount: Decimal, *, unit: str, period: int, currency: str) -> Decimal:
    """What `amount` each `period` weeks, months or years comes to per month, rounded to the currency's minor unit.

    A year counts 52 weeks.
    """
    return rounded(_per_month(amount, unit, period), currency)


@dataclass
class Figures:
    """A customer's subscriptions in figures. Amounts per month, per currency; a customer's include VAT."""

    active_count: int = 0
    per_month: dict[str, Decimal] = field(default_factory=dict)
    next_bill_on: dt.date | None = None
    deactivated_at: dt.datetime | None = None
    """When the last active ones were deactivated; only told while none is active."""
    was_per_month: dict[str, Decimal] = field(default_factory=dict)
    """What those deactivated last, at one moment, came to."""


def recurring(account: Account) -> Figures:
    """The running subscriptions of the whole account together, in one query. Amounts per month are without VAT."""
    figures = Figures()
    for row in _summed(Subscription.objects.of(account).running(), "account", amount="tax_exclusive"):
        _add_active_row(figures, row)
    figures.per_month = _all_rounded(figures.per_month)
    return figures


def together(subscriptions: SubscriptionQuerySet) -> Figures:
    """Those of the subscriptions that are active, in one query. Amounts per month include VAT."""
    figures = Figures()
    for row in _summed(subscriptions.active(), "currency"):
        _add_active_row(figures, row)
    figures.per_month = _all_rounded(figures.per_month)
    return figures


def active_of(subscriptions: SubscriptionQuerySet) -> dict[UUID, Figures]:
    """The same of each customer that has such, in one query."""
    figures: dict[UUID, Figures] = defaultdict(Figures)
    for row in _summed(subscriptions.active(), "customer"):
        _add_active_row(figures[row["customer"]], row)
    for each in figures.values():
        each.per_month = _all_rounded(each.per_month)
    return dict(figures)


def with_monthly(subscriptions: SubscriptionQuerySet) -> SubscriptionQuerySet:
    """`monthly_about` on each: what it comes to per month without VAT, to sort by. `movements.monthly` is exact."""
    per_year = Case(*(When(unit=unit, then=Value(float(times))) for unit, times in PERIODS_PER_YEAR.items()))
    amount = Cast("tax_exclusive", FloatField()) * per_year / (Cast("period", FloatField()) * Value(12.0))
    annotated: SubscriptionQuerySet = subscriptions.annotate(
        monthly_about=ExpressionWrapper(amount, output_field=FloatField())
    )
    return annotated


def of_customers(customers: Iterable[Customer]) -> dict[UUID, Figures]:
    """The figures of each customer, in two queries however many there are."""
    figures = {customer.pk: Figures() for customer in customers}
    _add_active(figures)
    _add_deactivated(figures)
    for each in figures.values():
        each.per_month, each.was_per_month = _all_rounded(each.per_month), _all_rounded(each.was_per_month)
    return figures


def _add_active(figures: dict[UUID, Figures]) -> None:
    for row in _summed(Subscription.objects.active().filter(customer__in=figures), "customer"):
        _add_active_row(figures[row["customer"]], row)


def _add_deactivated(figures: dict[UUID, Figures]) -> None:
    idle = [pk for pk, each in figures.items() if not each.active_count]
    deactivated = Subscription.objects.deactivated().filter(customer__in=idle)
    for row in _summed(deactivated, "customer", "-deactivated_at"):
        each = figures[row["customer"]]
        each.deactivated_at = each.deactivated_at or row["deactivated_at"]
        if row["deactivated_at"] == each.deactivated_at:
            _add(each.was_per_month, row)


def _summed(subscriptions: SubscriptionQuerySet, *by: str, amount: str = "tax_inclusive") -> Iterable[dict[str, Any]]:
    """The amounts added up by the database, one row per cycle and currency of each `by`, in its order."""
    groups = subscriptions.order_by().values(*(name.lstrip("-") for name in by), "currency", "unit", "period")
    sums = groups.annotate(amount=Sum(amount), count=Count("pk"), soonest=Min("bill_on"))
    return cast(Iterable[dict[str, Any]], sums.order_by(*by, "currency"))


def _add_active_row(figures: Figures, row: dict[str, Any]) -> None:
    figures.active_count += row["count"]
    # What is paused has no day.
    figures.next_bill_on = min(filter(None, (figures.next_bill_on, row["soonest"])), default=None)
    _add(figures.per_month, row)


def _add(amounts: dict[str, Decimal], row: dict[str, Any]) -> None:
    amount = _per_month(row["amount"], row["unit"], row["period"])
    amounts[row["currency"]] = amounts.get(row["currency"], ZERO) + amount


def _all_rounded(amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    return {currency: rounded(amount, currency) for currency, amount in amounts.items()}


def _per_month(amount: Decimal, unit: str, period: int) -> Decimal:
    return amount * PERIODS_PER_YEAR[unit] / (12 * period)
