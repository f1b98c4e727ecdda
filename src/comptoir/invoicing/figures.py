"""What customers owe, at a glance and in few queries."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, Min, Q, QuerySet, Sum

from comptoir.core.money import ZERO, rounded
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice, Status


@dataclass
class Figures:
    """What one customer owes. Amounts are kept per currency, never added across them; a currency of zero is absent."""

    outstanding: dict[str, Decimal] = field(default_factory=dict)
    overdue: dict[str, Decimal] = field(default_factory=dict)
    outstanding_count: int = 0
    overdue_count: int = 0
    oldest_overdue_days: int = 0
    unsettled_count: int = 0
    """Outstanding invoices and drafts: what a hold may stop."""
    on_hold_count: int = 0
    on_hold_since: dt.date | None = None
    """The earliest hold among them."""
    invoice_count: int = 0
    """Every invoice, settled ones too."""


def of_customers(customers: Iterable[Customer], *, on: dt.date) -> dict[uuid.UUID, Figures]:
    """The figures of each of `customers` on the day `on`, in one query whatever their number."""
    booked = Q(status=Status.OUTSTANDING)
    late = booked & Q(due_on__lt=on)
    held = Q(on_hold_since__isnull=False) & ~Q(status=Status.MATCHED)
    return _read(
        Invoice.objects.all(),
        customers,
        on=on,
        invoice_count=Count("pk"),
        unsettled_count=Count("pk", filter=~Q(status=Status.MATCHED)),
        outstanding_count=Count("pk", filter=booked),
        outstanding=Sum("due", filter=booked),
        overdue_count=Count("pk", filter=late),
        overdue=Sum("due", filter=late),
        oldest=Min("due_on", filter=late),
        on_hold_count=Count("pk", filter=held),
        on_hold_since=Min("on_hold_since", filter=held),
    )


def owed_by(customers: Iterable[Customer], *, on: dt.date) -> dict[uuid.UUID, Figures]:
    """Of the figures of each of `customers` only what lists show: what is outstanding, and how many invoices are overdue.
    One query, or none without customers."""
    outstanding = Invoice.objects.filter(status=Status.OUTSTANDING)
    late = Count("pk", filter=Q(due_on__lt=on))
    return _read(outstanding, customers, on=on, outstanding=Sum("due"), overdue_count=late)


def _read(
    invoices: "QuerySet[Invoice]", customers: Iterable[Customer], *, on: dt.date, **asked: Aggregate
) -> dict[uuid.UUID, Figures]:
    figures = {customer.pk: Figures() for customer in customers}
    rows = invoices.filter(customer__in=list(figures)).values("customer_id", "currency").annotate(**asked)
    for row in rows.order_by("currency") if figures else ():
        _add(figures[row["customer_id"]], row, on=on)
    return figures


def _add(figures: Figures, row: Mapping[str, Any], *, on: dt.date) -> None:
    currency = str(row["currency"])
    for name in ("invoice_count", "unsettled_count", "outstanding_count", "overdue_count", "on_hold_count"):
        setattr(figures, name, getattr(figures, name) + row.get(name, 0))
    for amounts, name in ((figures.outstanding, "outstanding"), (figures.overdue, "overdue")):
        amount = row.get(name) or ZERO
        assert isinstance(amount, Decimal)
        if amount:
            amounts[currency] = rounded(amount, currency)
    oldest, since = row.get("oldest"), row.get("on_hold_since")
    if isinstance(oldest, dt.date):
        figures.oldest_overdue_days = max(figures.oldest_overdue_days, (on - oldest).days)
    if isinstance(since, dt.date):
        figures.on_hold_since = min(since, figures.on_hold_since or since)
