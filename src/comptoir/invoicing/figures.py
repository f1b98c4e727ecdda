"""What customers owe, at a glance and in few queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Min, Q, Sum

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
    figures: defaultdict[uuid.UUID, Figures] = defaultdict(Figures)
    ids = [customer.pk for customer in customers]
    booked = Q(status=Status.OUTSTANDING)
    late = booked & Q(due_on__lt=on)
    held = Q(on_hold_since__isnull=False) & ~Q(status=Status.MATCHED)
    rows = (
        Invoice.objects.filter(customer__in=ids)
        .values("customer_id", "currency")
        .annotate(
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
        .order_by("currency")
    )
    for row in rows:
        _add(figures[row["customer_id"]], row, on=on)
    return {customer_id: figures[customer_id] for customer_id in ids}


def _add(figures: Figures, row: dict[str, object], *, on: dt.date) -> None:
    currency = str(row["currency"])
    for name in ("invoice_count", "unsettled_count", "outstanding_count", "overdue_count", "on_hold_count"):
        setattr(figures, name, getattr(figures, name) + row[name])
    for amounts, name in ((figures.outstanding, "outstanding"), (figures.overdue, "overdue")):
        amount = row[name] or ZERO
        assert isinstance(amount, Decimal)
        if amount:
            amounts[currency] = rounded(amount, currency)
    oldest, since = row["oldest"], row["on_hold_since"]
    if isinstance(oldest, dt.date):
        figures.oldest_overdue_days = max(figures.oldest_overdue_days, (on - oldest).days)
    if isinstance(since, dt.date):
        figures.on_hold_since = min(since, figures.on_hold_since or since)
