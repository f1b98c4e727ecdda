"""Stopping and resuming business with many customers at once: each as `deactivation` does it to one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.core.asking import only
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.lifecycle.stopping import ON_HOLD, How, Stop, clear, require_boxes, stop_all
from comptoir.subscriptions.ending import When
from comptoir.subscriptions.models import Subscription

T = TypeVar("T", Invoice, Subscription)


def deactivate_all(
    ids: Collection[UUID],
    *,
    account: Account,
    by: User,
    at: dt.datetime,
    hold_invoices: bool = False,
    end_subscriptions: bool = False,
    when: str = When.NOW,
    credit_prepaid: bool = False,
    reason: str = "",
    note: str = "",
) -> dict[UUID, Stop | None]:
    """Deactivate those of the account's customers `ids` that are active, all or none; what was done to each.

    The boxes are for all that is unsettled and active at this moment. None for a customer that was deactivated before,
    which is left alone; one that is not there is not among them. One activity each. Open work and linked customers stay
    as they are (R13, R14). Needs the customer right, and for each box its own (NotAllowed). The number of statements
    does not depend on that of the customers: give it some hundreds, whose rows stay locked until it is done.
    """
    how = How(when, credit_prepaid, reason, note)
    require_boxes(by, how, hold_invoices=hold_invoices, end_subscriptions=end_subscriptions)
    with transaction.atomic():
        customers = locked_all(ids, account=account)
        stops = {each.pk: Stop(each) for each in customers if not each.is_deactivated}
        if end_subscriptions and account.has(Module.SUBSCRIPTIONS):
            for subscription in _in_turn(Subscription.objects.active().filter(customer__in=stops)):
                subscription.account = account
                stops[subscription.customer_id].ended.append(subscription)
        if hold_invoices:
            unsettled = Invoice.objects.unsettled().filter(customer__in=stops, on_hold_since__isnull=True)
            for invoice in only(_in_turn(unsettled), *ON_HOLD):
                stops[invoice.customer_id].held.append(invoice)
        if stops:
            stop_all(list(stops.values()), how, account=account, by=by, at=at)
    return {each.pk: stops.get(each.pk) for each in customers}


def reactivate_all(ids: Collection[UUID], *, account: Account, by: User, at: dt.datetime) -> dict[UUID, bool]:
    """Resume business with those of the account's customers `ids` that are deactivated; whether each was.

    Touches the customers only (R11): invoices stay on hold, subscriptions ended or paused. What was scheduled of them
    goes. One activity each. Needs the customer right (NotAllowed).
    """
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        customers = locked_all(ids, account=account)
        deactivated = [each for each in customers if each.is_deactivated]
        since = {each.pk: each.deactivated_at and account.day(each.deactivated_at) for each in deactivated}
        held = _counted(Invoice.objects.on_hold().filter(customer__in=since))
        ended = _counted(Subscription.objects.deactivated().filter(customer__in=since))
        if deactivated:
            clear(deactivated, at=at)
            # It was meant for what is over.
            ScheduledDeactivation.objects.filter(customer__in=deactivated).delete()
        entries = [
            Entry(
                each,
                each.pk,
                {
                    "deactivated_on": since[each.pk],
                    "on_hold": held[each.pk],
                    "subscriptions_ended": ended[each.pk],
                },
            )
            for each in deactivated
        ]
        record_all("customer.reactivated", entries, account=account, by=by, at=at)
    return {each.pk: each.pk in since for each in customers}


def locked_all(ids: Collection[UUID], *, account: Account) -> list[Customer]:
    """The account's customers among `ids` as they are now, kept from others until the transaction ends."""
    rows = Customer.objects.of(account).filter(pk__in=ids).only("account", "kind", "name", "deactivated_at")
    customers: list[Customer] = list(rows.order_by("pk").select_for_update(no_key=True))
    for customer in customers:
        customer.account = account
    return customers


def _in_turn(rows: "models.QuerySet[T]") -> "models.QuerySet[T]":
    """Locked in one order whoever asks, so that no two wait for each other in a circle."""
    return rows.order_by("pk").select_for_update(no_key=True)


def _counted(rows: "models.QuerySet[T]") -> dict[UUID, int]:
    counts: dict[UUID, int] = defaultdict(int)
    counts.update(rows.order_by().values_list("customer").annotate(Count("pk")))
    return counts
