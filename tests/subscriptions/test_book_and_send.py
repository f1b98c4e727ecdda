"""A subscription whose invoices are booked and sent: once, by the worker, or given to a person."""

import datetime as dt
import threading
from typing import Any

import pytest

from comptoir.activities.models import Activity
from comptoir.core.mail import Sent, transport
from comptoir.followups.models import Task
from comptoir.invoicing import delivery_outcomes
from comptoir.invoicing.delivery_queue import send_queued_deliveries
from comptoir.invoicing.models import Delivery, Invoice
from comptoir.jobs.working import look
from comptoir.subscriptions import batch
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, a_company, a_subscription, an_account
from tests.invoicing.papers import Answering
from tests.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_files")]
FIRST = dt.date(2026, 12, 1)
AT = dt.datetime(2026, 12, 1, 7, 30, tzinfo=dt.UTC)


def one(**facts: Any) -> Subscription:
    company = a_company(an_account(), email=facts.pop("to", "info@midi.example"), language="fr")
    return a_subscription(company, generation="book_and_send", **facts)


def test_it_is_booked_and_queued_once_however_often_the_run_is_repeated() -> None:
    subscription = one()
    for _again in range(3):
        bill(subscription.account, on=FIRST, at=AT)
    delivery = Delivery.objects.get()
    assert (delivery.invoice, delivery.state, delivery.by) == (Invoice.objects.get(), "queued", None)
    way_out = Answering(Sent())
    for _again in range(2):
        send_queued_deliveries(way_out, clock=lambda: AT)
    (message,) = way_out.sent
    assert str(message["Message-ID"]).startswith(f"<invoice.{delivery.pk}@")


def test_the_worker_bills_and_sends_on_the_same_morning(smtp_sink: SmtpSink) -> None:
    one()
    for _again in range(2):
        with transport(smtp_sink.url) as way_out:
            look(way_out, stop=threading.Event(), clock=lambda: AT)
    (arrived,) = smtp_sink.deliveries
    assert arrived.recipients == ("info@midi.example",)
    invoice = Invoice.objects.get()
    assert (invoice.sent_at, invoice.is_draft) == (AT, False)


def test_nobody_reachable_becomes_a_task_and_the_invoice_stays_booked() -> None:
    subscription = one(to="")
    run = bill(subscription.account, on=FIRST, at=AT)
    assert (run.billed, run.unbillable, Delivery.objects.count()) == (1, [], 0)
    invoice = Invoice.objects.get()
    assert (invoice.is_draft, [task.title for task in Task.objects.all()]) == (
        False,
        [f"Find an e-mail address: invoice {invoice} cannot be sent to Brasserie du Midi SRL"],
    )
    kinds = set(Activity.objects.values_list("kind", flat=True))
    assert {"subscription.billed", "invoice.booked", "invoice.unreachable"} <= kinds


def test_a_crash_after_queueing_leaves_neither_invoice_nor_e_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    subscription = one()

    class Crash(BaseException):
        pass

    def crash(*_facts: object, **_more: object) -> None:
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(batch, "_tell", crash)
        with pytest.raises(Crash):
            bill(subscription.account, on=FIRST, at=AT)
    assert (Invoice.objects.count(), Delivery.objects.count(), BilledPeriod.objects.count()) == (0, 0, 0)
    bill(subscription.account, on=FIRST, at=AT)
    assert (Invoice.objects.count(), Delivery.objects.count(), BilledPeriod.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(("generation", "count"), [("draft", 0), ("book", 0)])
def test_the_others_send_nothing(generation: str, count: int) -> None:
    subscription = a_subscription(a_company(an_account()), generation=generation)
    bill(subscription.account, on=FIRST, at=NOW)
    assert Delivery.objects.count() == count
    assert delivery_outcomes.sweep(at=NOW) == 0
