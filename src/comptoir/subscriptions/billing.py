"""The nightly billing: an invoice for each period that is due, once, whatever crashes or runs beside it."""

import datetime as dt
import logging
from dataclasses import dataclass, field
from uuid import UUID

from django.db import OperationalError, transaction

from comptoir.accounts.models import Account
from comptoir.accounts.plans import Module
from comptoir.activities.record import record
from comptoir.customers.models import Customer
from comptoir.invoicing import booking, drafting
from comptoir.invoicing.delivering import queue_by_mail
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.refusals import Refusal as DocumentRefusal
from comptoir.subscriptions import lines as its_lines
from comptoir.subscriptions import movements, wording
from comptoir.subscriptions.models import BilledPeriod, Generation, Subscription
from comptoir.subscriptions.periods import Period
from comptoir.subscriptions.records import skipped_ahead
from comptoir.subscriptions.refusals import Refusal
from comptoir.subscriptions.unbillable import set_task

logger = logging.getLogger(__name__)


@dataclass
class BillingRun:
    """What a run did: the periods it billed, and the subscriptions that it could not bill."""

    on: dt.date
    billed: list[BilledPeriod] = field(default_factory=list)
    unbillable: list[UUID] = field(default_factory=list)


def bill(account: Account, *, on: dt.date, at: dt.datetime) -> BillingRun:
    """Bill every period of the account's subscriptions that is due on the day `on`, missed ones first and in order.

    Each period is one transaction: invoice, billed period, the step to the next period and the activities, all or
    nothing. So a run may be killed, repeated or run twice at once: each period is billed once (G2), and nothing is
    billed from a subscription after its deactivation was committed (G3). Invoices bear the date `on`.

    A subscription that cannot be billed gets a task for the customer's account manager, once per period, and does not
    keep the others waiting. An account whose plan has no subscriptions is left alone (R8). A database that fails
    (OperationalError) stops the run, to be repeated.
    """
    run = BillingRun(on)
    if account.has(Module.SUBSCRIPTIONS):
        due = Subscription.objects.of(account).due(on=on).order_by("bill_on", "id").values_list("pk", flat=True)
        for subscription_id in list(due):
            _bill_subscription(subscription_id, on=on, at=at, run=run)
    return run


def _bill_subscription(subscription_id: UUID, *, on: dt.date, at: dt.datetime, run: BillingRun) -> None:
    try:
        while billed := bill_next_period(subscription_id, on=on, at=at):
            run.billed.append(billed)
    except OperationalError:
        raise
    except Exception as reason:
        # Whatever is wrong with this one, known or not, must not keep the others from being billed.
        known = isinstance(reason, Refusal | DocumentRefusal)
        logger.warning("Subscription %s could not be billed", subscription_id, exc_info=None if known else reason)
        set_task(subscription_id, reason=reason, on=on, at=at)
        run.unbillable.append(subscription_id)


def bill_next_period(subscription_id: UUID, *, on: dt.date, at: dt.datetime) -> BilledPeriod | None:
    """Bill the next period of one subscription if it is due on the day `on`; None if nothing is, or not any more."""
    with transaction.atomic():
        subscription = _locked(subscription_id)
        period = subscription.next_period if subscription else None
        if subscription is None or period is None or period.bill_on > on:
            return None
        invoice = _make_invoice(subscription, period, on=on, at=at)
        billed = BilledPeriod.objects.create(
            subscription=subscription,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            invoice=invoice,
            currency=invoice.currency,
            tax_exclusive=invoice.tax_exclusive,
            tax_inclusive=invoice.tax_inclusive,
            billed_at=at,
        )
        subscription.periods_behind += 1
        subscription.look_ahead(skipped=skipped_ahead(subscription))
        subscription.save(update_fields=["periods_behind", "next_period_on", "bill_on"])
        if subscription.is_ended:
            movements.note([subscription], on=period.ends_on + dt.timedelta(days=1), at=at, reason=movements.ENDED)
        _tell(subscription, billed, at=at)
    return billed


def _locked(subscription_id: UUID) -> Subscription | None:
    """The subscription as it is now, after its customer.

    In this order, because whoever deactivates the customer takes it too: either they find the invoice that was just
    made, or this run finds the subscription as they left it.
    """
    customer = (
        Customer.objects.select_for_update(no_key=True, of=("self",)).filter(subscriptions=subscription_id).first()
    )
    # Given to another customer at this very moment: then it is found again by the next run.
    rows = Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription_id, customer=customer)
    return rows.select_related("account", "department", "customer").first()


def _make_invoice(subscription: Subscription, period: Period, *, on: dt.date, at: dt.datetime) -> Invoice:
    lines = its_lines.of(subscription)
    its_lines.check(subscription.department, lines)
    invoice = drafting.draft(
        account=subscription.account,
        department=subscription.department,
        customer=subscription.customer,
        by=None,
        at=at,
        lines=lines,
        for_attention_of_name=subscription.for_attention_of_name,
        payment_term=subscription.payment_term,
        payment_days=subscription.payment_days,
        currency=subscription.currency,
        purchase_order_number=subscription.purchase_order_number,
        expected_payment_method=subscription.expected_payment_method,
        discounts=subscription.discounts,
        note=wording.note_of(subscription, period),
    )
    if subscription.generation == Generation.DRAFT:
        return invoice
    booked = booking.book(invoice, by=None, at=at, on=on)
    if subscription.generation == Generation.BOOK_AND_SEND:
        # In the same transaction: a period is billed once, so its invoice is queued once. The worker sends it.
        queue_by_mail(booked, by=None, at=at)
    return booked


def _tell(subscription: Subscription, billed: BilledPeriod, *, at: dt.datetime) -> None:
    invoice = billed.invoice
    facts = {"id": invoice.pk, "number": invoice.invoice_number, "total": invoice.tax_inclusive}
    record(
        "subscription.billed",
        account=subscription.account,
        by=None,
        at=at,
        subject=subscription,
        customer_id=subscription.customer_id,
        subscription=subscription.as_effect(),
        invoice=facts | {"currency": invoice.currency},
        starts_on=billed.starts_on,
        ends_on=billed.ends_on,
    )
    if subscription.is_ended:
        record(
            "subscription.ended",
            account=subscription.account,
            by=None,
            at=at,
            subject=subscription,
            customer_id=subscription.customer_id,
            subscription=subscription.as_effect(),
            ends_on=subscription.ends_on,
        )
