"""What was outstanding at the end of each month, reckoned back from what is outstanding now.

An invoice's due amount on a past day is what is due now, plus what was paid and credited after that day. Reckoning back
reads only what happened in these months, however old the account is, and ends exactly at today's figures.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from comptoir.accounts.models import Account, Department
from comptoir.core.money import ZERO, rounded
from comptoir.invoicing.models import CreditNote, Payment
from comptoir.invoicing.receivables import outstanding

MONTHS = 12

Sums = defaultdict[str, defaultdict[str, Decimal]]
"""By currency, and in it by name and place of a day."""


@dataclass(frozen=True)
class Standing:
    """What was outstanding at the end of a day, and how much of it was overdue then."""

    on: dt.date
    outstanding: Decimal = ZERO
    overdue: Decimal = ZERO


@dataclass(frozen=True)
class _Event:
    """A payment or a credit note of an invoice on which more was settled than it came to."""

    invoice: uuid.UUID
    due: Decimal
    invoice_date: dt.date
    due_on: dt.date
    currency: str
    day: dt.date
    amount: Decimal


def days_until(on: dt.date) -> list[dt.date]:
    """The last day of each of the twelve months before that of `on`, and `on`."""
    days = [on]
    for __ in range(MONTHS):
        days.insert(0, days[0].replace(day=1) - dt.timedelta(days=1))
    return days


def over_time(account: Account, *, on: dt.date, department: Department | None = None) -> dict[str, list[Standing]]:
    """How what is outstanding went up and down until the day `on`, by currency. Five queries.

    Told from what is known today: a payment counts from the day on which it was paid, a credit note from its date, and
    an invoice that was deleted never was. What customers are owed (a paid invoice that was credited) lessens nothing.
    A currency in which nothing was due on any of the days is absent.
    """
    days = days_until(on)
    sums: Sums = defaultdict(lambda: defaultdict(Decimal))
    surpluses: list[_Event] = []
    _add(sums, outstanding(account, department=department).values("currency"), _due_now(days))
    for rows, day, amount in _settlements(account, department, after=days[0]):
        usual = rows.filter(invoice__due__gte=0).values(of=F("invoice__currency"))
        _add(sums, usual, _settled_since(days, day, amount))
        surpluses += _events(rows.filter(invoice__due__lt=0), day, amount)
    _add_surpluses(sums, surpluses, days)
    told = {currency: _standings(sums[currency], currency, days) for currency in sorted(sums)}
    return {currency: standings for currency, standings in told.items() if any(each.outstanding for each in standings)}


def _due_now(days: Sequence[dt.date]) -> dict[str, Sum]:
    columns = {"outstanding_today": Sum("due"), "overdue_today": Sum("due", filter=Q(due_on__lt=days[-1]))}
    for place, then in enumerate(days[:-1]):
        there = Q(invoice_date__lte=then)
        columns[f"outstanding_{place}"] = Sum("due", filter=there)
        columns[f"overdue_{place}"] = Sum("due", filter=there & Q(due_on__lt=then))
    return columns


def _settlements(
    account: Account, department: Department | None, *, after: dt.date
) -> Iterable[tuple["QuerySet[Any]", str, str]]:
    narrowed = {"invoice__department": department} if department else {}
    payments = Payment.objects.of(account).filter(paid_on__gt=after, **narrowed)
    credit_notes = CreditNote.objects.of(account).filter(credit_note_date__gt=after, **narrowed)
    yield payments.order_by(), "paid_on", "amount"
    yield credit_notes.order_by(), "credit_note_date", "tax_inclusive"


def _settled_since(days: Sequence[dt.date], day: str, amount: str) -> dict[str, Sum]:
    columns = {}
    for place, then in enumerate(days[:-1]):
        there = Q(**{f"{day}__gt": then}, invoice__invoice_date__lte=then)
        columns[f"outstanding_{place}"] = Sum(amount, filter=there)
        columns[f"overdue_{place}"] = Sum(amount, filter=there & Q(invoice__due_on__lt=then))
    return columns


def _add(sums: Sums, rows: "QuerySet[Any]", columns: dict[str, Sum]) -> None:
    for row in rows.annotate(**columns).order_by():
        currency = row.get("of") or row["currency"]
        for name in columns:
            sums[currency][name] += row[name] or ZERO


def _events(rows: "QuerySet[Any]", day: str, amount: str) -> list[_Event]:
    about = ("due", "invoice_date", "due_on", "currency")
    columns = ("invoice", *(f"invoice__{name}" for name in about), day, amount)
    return [_Event(*values) for values in rows.values_list(*columns)]


def _add_surpluses(sums: Sums, events: Iterable[_Event], days: Sequence[dt.date]) -> None:
    """One by one, because an invoice on which more was settled than it came to was outstanding only before that."""
    by_invoice: defaultdict[uuid.UUID, list[_Event]] = defaultdict(list)
    for event in events:
        by_invoice[event.invoice].append(event)
    for settled in by_invoice.values():
        invoice = settled[0]
        for place, then in enumerate(days[:-1]):
            due = invoice.due + sum(event.amount for event in settled if event.day > then)
            if due > 0 and invoice.invoice_date <= then:
                sums[invoice.currency][f"outstanding_{place}"] += due
                sums[invoice.currency][f"overdue_{place}"] += due if invoice.due_on < then else ZERO


def _standings(sums: dict[str, Decimal], currency: str, days: Sequence[dt.date]) -> list[Standing]:
    places = [*range(len(days) - 1), "today"]
    return [
        Standing(day, rounded(sums[f"outstanding_{place}"], currency), rounded(sums[f"overdue_{place}"], currency))
        for day, place in zip(days, places, strict=True)
    ]
