"""What subscriptions bring in per month."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Sum

from comptoir.core.money import ZERO, rounded
from comptoir.customers.models import Customer
from comptoir.subscriptions.models import Subscription, Unit

PERIODS_PER_YEAR = {Unit.WEEK.value: 52, Unit.MONTH.value: 12, Unit.YEAR.value: 1}


def per_month(amount: Decimal, *, unit: str, period: int, currency: str) -> Decimal:
    """What `amount` each `period` weeks, months or years comes to per month, rounded to the currency's minor unit.

    A year counts 52 weeks.
    """
    return rounded(_per_month(amount, unit, period), currency)


@dataclass
class Figures:
    """A customer's subscriptions in figures. Amounts per month include VAT, per currency."""

    active_count: int = 0
    per_month: dict[str, Decimal] = field(default_factory=dict)
    next_bill_on: dt.date | None = None
    deactivated_at: dt.datetime | None = None
    """When the last active ones were deactivated; only told while none is active."""
    was_per_month: dict[str, Decimal] = field(default_factory=dict)
    """What those deactivated last, at one moment, came to."""


def of_customers(customers: Iterable[Customer]) -> dict[UUID, Figures]:
    """The figures of each customer, in two queries however many there are."""
    figures = {customer.pk: Figures() for customer in customers}
    _add_active(figures)
    _add_deactivated(figures)
    for each in figures.values():
        for amounts in (each.per_month, each.was_per_month):
            amounts.update({currency: rounded(amount, currency) for currency, amount in amounts.items()})
    return figures


def _add_active(figures: dict[UUID, Figures]) -> None:
    rows = (
        Subscription.objects.active()
        .filter(customer__in=figures)
        .values("customer", "currency", "unit", "period")
        .annotate(amount=Sum("tax_inclusive"), active=Count("pk"), soonest=Min("bill_on"))
        .order_by("customer", "currency")
    )
    for row in rows:
        each = figures[row["customer"]]
        each.active_count += row["active"]
        each.next_bill_on = min(filter(None, (each.next_bill_on, row["soonest"])))
        _add(each.per_month, row)


def _add_deactivated(figures: dict[UUID, Figures]) -> None:
    idle = [pk for pk, each in figures.items() if not each.active_count]
    rows = (
        Subscription.objects.deactivated()
        .filter(customer__in=idle)
        .values("customer", "currency", "unit", "period", "deactivated_at")
        .annotate(amount=Sum("tax_inclusive"))
        .order_by("customer", "-deactivated_at", "currency")
    )
    for row in rows:
        each = figures[row["customer"]]
        each.deactivated_at = each.deactivated_at or row["deactivated_at"]
        if row["deactivated_at"] == each.deactivated_at:
            _add(each.was_per_month, row)


def _add(amounts: dict[str, Decimal], row: dict[str, Any]) -> None:
    amount = _per_month(row["amount"], row["unit"], row["period"])
    amounts[row["currency"]] = amounts.get(row["currency"], ZERO) + amount


def _per_month(amount: Decimal, unit: str, period: int) -> Decimal:
    return amount * PERIODS_PER_YEAR[unit] / (12 * period)
