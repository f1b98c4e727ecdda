"""The subscriptions that follow from an accepted quotation: one for each of its cycles, started by a person."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.totals import Totals, compute
from comptoir.quotations.locking import locked
from comptoir.quotations.models import Quotation, QuotationLine, StartedSubscription
from comptoir.quotations.refusals import NotAccepted, NothingRecurring
from comptoir.quotations.telling import tell
from comptoir.quotations.totals import Cycle, cycle_of
from comptoir.subscriptions import records as subscriptions
from comptoir.subscriptions.models import Subscription


@dataclass(frozen=True)
class Offer:
    """What was accepted for one cycle and is not billed yet."""

    unit: str
    period: int
    lines: tuple[QuotationLine, ...]
    totals: Totals


def offers_of(quotation: Quotation) -> list[Offer]:
    """The cycles of an accepted quotation that have no subscription yet, in the order of its totals. Two queries."""
    if not quotation.is_accepted:
        return []
    started = set(quotation.started.values_list("unit", "period"))
    lines = list(quotation.lines.select_related("tax_rate", "product"))
    cycles = [Cycle(part["unit"], part["period"]) for part in quotation.recurring]
    return [_offer(quotation, lines, cycle) for cycle in cycles if cycle not in started]


def start(
    quotation: Quotation,
    *,
    unit: str,
    period: int,
    starts_on: dt.date,
    by: User | None,
    at: dt.datetime,
    **fields: Any,
) -> Subscription:
    """Make the subscription of what was accepted for one cycle; a second time, the same one is given back.

    Title, addressee, currency and purchase order number come from the quotation and its deal unless `fields`, which
    are those of `subscriptions.records.create`, say otherwise. Raises NotAccepted, NothingRecurring and what that
    verb refuses (NotInPlan, …). Needs the subscription right.
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        quotation = locked(quotation)
        if not quotation.is_accepted:
            raise NotAccepted
        earlier = quotation.started.filter(unit=unit, period=period).select_related("subscription").first()
        if earlier:
            return earlier.subscription
        offer = next((o for o in offers_of(quotation) if (o.unit, o.period) == (unit, period)), None)
        if offer is None:
            raise NothingRecurring
        usual = {
            "title": quotation.name,
            "for_attention_of_name": quotation.for_attention_of_name,
            "currency": quotation.currency,
            "purchase_order_number": quotation.deal.purchase_order_number,
        }
        made = subscriptions.create(
            account=quotation.account,
            department=quotation.department,
            customer=quotation.customer,
            by=by,
            at=at,
            lines=[LineData.of(line) for line in offer.lines],
            unit=unit,
            period=period,
            starts_on=starts_on,
            **(usual | fields),
        )
        StartedSubscription.objects.create(quotation=quotation, unit=unit, period=period, subscription=made)
        told = made.as_effect() | {"unit": unit, "period": period, "starts_on": starts_on}
        tell("subscription_started", quotation, by=by, at=at, subscription=told)
    return made


def _offer(quotation: Quotation, lines: list[QuotationLine], cycle: Cycle) -> Offer:
    its = tuple(line for line in lines if line.counts and cycle_of(line) == cycle)
    return Offer(cycle.unit, cycle.period, its, compute(its, quotation.currency))
