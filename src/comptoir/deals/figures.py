"""What is in a pipeline, at a glance and in few queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from comptoir.accounts.models import Account
from comptoir.core.money import rounded
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal, DealQuerySet, Phase, Pipeline


@dataclass
class InPhase:
    """The open deals of one phase. Amounts are kept per currency, never added across them; one of zero is absent."""

    phase: Phase
    count: int = 0
    value: dict[str, Decimal] = field(default_factory=dict)
    """What they may be worth, without VAT. Deals of unknown value count as nothing."""
    weighted: dict[str, Decimal] = field(default_factory=dict)
    """The same, each times its probability."""
    attention_count: int = 0
    """How many have rested as long as the phase allows."""


@dataclass
class OfCustomer:
    """The open deals of one customer. Amounts are kept per currency, never added across them; one of zero is absent."""

    count: int = 0
    value: dict[str, Decimal] = field(default_factory=dict)
    """What they may be worth, without VAT. Deals of unknown value count as nothing."""


def open_of(customer: Customer) -> OfCustomer:
    """How many open deals there are with `customer`, and what they may be worth, in one query."""
    figures = OfCustomer()
    rows = customer.deals.open().order_by().values("currency").annotate(count=Count("pk"), value=Sum("estimated_value"))
    for row in rows.order_by("currency"):
        figures.count += row["count"]
        if row["value"]:
            figures.value[row["currency"]] = rounded(row["value"], row["currency"])
    return figures


def board(pipeline: Pipeline, *, on: dt.date, deals: DealQuerySet | None = None) -> list[InPhase]:
    """The open deals of `pipeline`, phase by phase in their order, on the account's day `on`: two queries at most.

    With `deals`, only those among them: what a filter left. An empty phase is there too, with nothing in it.
    """
    figures = {phase.pk: InPhase(phase) for phase in pipeline.phases.all()}
    chosen = (Deal.objects.all() if deals is None else deals).open().filter(phase__in=figures)
    rows = (
        chosen.order_by()
        .values("phase_id", "currency")
        .annotate(
            count=Count("pk"),
            value=Sum("estimated_value"),
            weighted=Sum("weighted_value"),
            attention_count=Count("pk", filter=_rested((each.phase for each in figures.values()), on=on)),
        )
        .order_by("currency")
    )
    for row in rows:
        _add(figures[row["phase_id"]], row)
    return list(figures.values())


def open_deals_of(account: Account) -> dict[UUID, int]:
    """How many open deals each phase of the account has, in one query; a phase without any is absent."""
    rows = Deal.objects.of(account).open().order_by().values_list("phase").annotate(count=Count("pk"))
    return dict(rows)


def _rested(phases: Iterable[Phase], *, on: dt.date) -> Q:
    """In one of `phases`, without activity for as long as that phase allows, or longer."""
    rested = Q(pk__in=[])
    for phase in phases:
        rested |= Q(phase=phase, last_activity_on__lte=on - dt.timedelta(days=phase.attention_days))
    return rested


def _add(figures: InPhase, row: dict[str, Any]) -> None:
    figures.count += row["count"]
    figures.attention_count += row["attention_count"]
    for amounts, amount in ((figures.value, row["value"]), (figures.weighted, row["weighted"])):
        if amount:
            amounts[row["currency"]] = rounded(amount, row["currency"])
