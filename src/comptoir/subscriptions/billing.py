"""The nightly billing: an invoice for each period that is due, once, whatever crashes or runs beside it."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db import OperationalError
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan  # type: ignore[import-untyped]

from comptoir.accounts.models import Account
from comptoir.accounts.plans import Module
from comptoir.subscriptions import batch
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.unbillable import set_task

logger = logging.getLogger(__name__)

SIZE = 500
"""Subscriptions billed in one transaction: few enough that nobody who books an invoice waits for long."""


@dataclass
class BillingRun:
    """What a run did: how many periods it billed, on how many invoices, and the subscriptions that it could not bill."""

    on: dt.date
    billed: int = 0
    booked: int = 0
    drafted: int = 0
    unbillable: list[UUID] = field(default_factory=list)


class Place(NamedTuple):
    """Where a run has come: what is due is billed in this order, so missed periods first, and a customer's together."""

    bill_on: dt.date
    customer_id: UUID
    id: UUID


def bill(account: Account, *, on: dt.date, at: dt.datetime) -> BillingRun:
    """Bill every period of the account's subscriptions that is due on the day `on`, missed ones first and in order.

    Each batch is one transaction: invoices, billed periods, the steps to the next periods and the activities, all or
    nothing. So a run may be killed, repeated or run twice at once: each period is billed once (G2), and nothing is
    billed from a subscription after its deactivation was committed (G3). Invoices bear the date `on`. Those of a
    customer that agree in everything are one, if the account wants it so (`Account.merges_subscription_invoices`).

    A subscription that cannot be billed gets a task for the customer's account manager, once per period, and does not
    keep the others waiting. An account whose plan has no subscriptions is left alone (R8). A database that fails
    (OperationalError) stops the run, to be repeated.
    """
    run, place = BillingRun(on), None
    while account.has(Module.SUBSCRIPTIONS) and (due := _due(account, on=on, after=place)):
        _bill(account, [each.id for each in due], at=at, run=run)
        place = due[-1]
    return run


def _due(account: Account, *, on: dt.date, after: Place | None) -> list[Place]:
    """The next ones that are due. One that was billed is found again further on, when its next period is due as well."""
    rows = Subscription.objects.of(account).due(on=on).order_by("bill_on", "customer_id", "id")
    places = rows.values_list("bill_on", "customer_id", "id")
    if after:
        columns = Tuple(F("bill_on"), F("customer_id"), F("id"))
        places = places.filter(TupleGreaterThan(columns, after))
    found = [Place(*each) for each in places[:SIZE]]
    # Of one day only: then whatever is billed steps on to a later place than all of them, and is found there.
    found = [each for each in found if each.bill_on == found[0].bill_on]
    if len(found) == SIZE and account.merges_subscription_invoices:
        # Whoever may share the last one's invoice comes along.
        last = found[-1]
        alike = rows.filter(bill_on=last.bill_on, customer=last.customer_id, id__gt=last.id)
        found += [Place(*each) for each in alike.values_list("bill_on", "customer_id", "id")]
    return found


def _bill(account: Account, ids: Sequence[UUID], *, at: dt.datetime, run: BillingRun) -> None:
    try:
        billed = batch.bill_next_periods(account, ids, on=run.on, at=at)
    except OperationalError:
        raise
    except Exception as reason:
        # Whatever is wrong with one of them, known or not, must not keep the others from being billed.
        if len(ids) > 1:
            _bill(account, ids[: len(ids) // 2], at=at, run=run)
            _bill(account, ids[len(ids) // 2 :], at=at, run=run)
        else:
            logger.warning("Subscription %s could not be billed", ids[0], exc_info=reason)
            _give_up(ids[0], reason, at=at, run=run)
        return
    invoices = {period.invoice_id: period.invoice for period in billed.periods}
    run.billed += len(billed.periods)
    run.drafted += (drafted := sum(invoice.is_draft for invoice in invoices.values()))
    run.booked += len(invoices) - drafted
    for subscription_id, refusal in billed.refused:
        logger.warning("Subscription %s could not be billed: %s", subscription_id, type(refusal).__name__)
        _give_up(subscription_id, refusal, at=at, run=run)


def _give_up(subscription_id: UUID, reason: Exception, *, at: dt.datetime, run: BillingRun) -> None:
    set_task(subscription_id, reason=reason, on=run.on, at=at)
    run.unbillable.append(subscription_id)
