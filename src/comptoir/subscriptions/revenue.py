"""What came in every month, over time: read from the ledger of movements, added up by the database."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from comptoir.accounts.models import Account
from comptoir.core.days import end_of_month, plus_months
from comptoir.core.money import ZERO, rounded
from comptoir.subscriptions.models import Movement

Kind = Movement.Kind
GAINS = (Kind.NEW, Kind.EXPANSION, Kind.RESUMED)
LOSSES = (Kind.CONTRACTION, Kind.PAUSED, Kind.CHURN)


@dataclass(frozen=True)
class Month:
    """What changed in a month; the last one ends today. Amounts per month, without VAT."""

    starts_on: dt.date
    ends_on: dt.date
    by_kind: dict[str, Decimal]
    total: Decimal
    """What came in per month at its end."""

    @property
    def net(self) -> Decimal:
        """How much more, or less, than at the end of the month before."""
        return sum(self.by_kind.values(), ZERO)


@dataclass(frozen=True)
class Churn:
    """What was lost for one reason: how often, and how much per month."""

    reason: str
    count: int
    amount: Decimal


@dataclass
class Revenue:
    """What comes in every month in one currency, over a span of months."""

    currency: str
    months: list[Month] = field(default_factory=list)
    before: Decimal = ZERO
    """What came in per month just before the first of them."""
    churn: list[Churn] = field(default_factory=list)
    """By reason, the largest loss first."""
    to_come: dict[str, Decimal] = field(default_factory=dict)
    """By kind: what is known today to change after today."""

    @property
    def now(self) -> Decimal:
        """What comes in per month today."""
        return self.months[-1].total

    def sum_of(self, *kinds: str) -> Decimal:
        """What changed for these reasons in all months together."""
        return sum((month.by_kind.get(kind, ZERO) for month in self.months for kind in kinds), ZERO)


def over_time(account: Account, *, on: dt.date, months: int) -> dict[str, Revenue]:
    """Recurring revenue in each of the `months` up to the day `on`, by currency. Three queries, whatever there is.

    A currency in which nothing ever came in is absent. Each total is exactly what the movements up to that day come to.
    """
    first = plus_months(on.replace(day=1), 1 - months)
    ours = Movement.objects.of(account).order_by()
    before = dict(ours.filter(on__lt=first).values_list("currency").annotate(Sum("amount")))
    in_span = _by_month(ours.filter(on__gte=first, on__lte=on))
    to_come = ours.filter(on__gt=on).values_list("currency", "kind").annotate(Sum("amount"))
    told: dict[str, Revenue] = {}
    for currency in sorted({*before, *(row["currency"] for row in in_span)}):
        rows = [row for row in in_span if row["currency"] == currency]
        told[currency] = _told(currency, before.get(currency, ZERO), rows, first=first, on=on)
    for currency, kind, amount in to_come:
        told.setdefault(currency, _told(currency, ZERO, [], first=first, on=on)).to_come[kind] = rounded(
            amount, currency
        )
    return told


def _by_month(movements: Any) -> list[dict[str, Any]]:
    # Day by day, which is the order of their index, and put together here: faster than to ask each for its month.
    months: defaultdict[tuple[dt.date, str, str, str], list[Any]] = defaultdict(lambda: [ZERO, 0])
    days = movements.values_list("on", "currency", "kind", "reason").annotate(Sum("amount"), count=Count("*"))
    for day, currency, kind, reason, amount, count in days:
        month = months[day.replace(day=1), currency, kind, reason]
        month[0] += amount
        month[1] += count
    names = ("month", "currency", "kind", "reason", "amount", "count")
    return [dict(zip(names, (*group, *sums), strict=True)) for group, sums in months.items()]


def _told(currency: str, before: Decimal, rows: Sequence[dict[str, Any]], *, first: dt.date, on: dt.date) -> Revenue:
    by_month: defaultdict[dt.date, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        by_month[row["month"]][row["kind"]] += row["amount"]
    revenue, total, month = Revenue(currency, before=rounded(before, currency)), before, first
    while month <= on:
        kinds = by_month[month]
        total += sum(kinds.values(), ZERO)
        exact = {kind: rounded(amount, currency) for kind, amount in kinds.items()}
        revenue.months.append(Month(month, min(on, end_of_month(month)), exact, rounded(total, currency)))
        month = plus_months(month, 1)
    revenue.churn = _churn(currency, rows)
    return revenue


def _churn(currency: str, rows: Sequence[dict[str, Any]]) -> list[Churn]:
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    counts: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if row["kind"] == Kind.CHURN:
            amounts[row["reason"]] += row["amount"]
            counts[row["reason"]] += row["count"]
    found = [Churn(reason, counts[reason], rounded(amount, currency)) for reason, amount in amounts.items()]
    return sorted(found, key=lambda churn: (churn.amount, churn.reason))
