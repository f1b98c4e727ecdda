"""Documents that wait for the worker: once each, again after a refusal, never again without an answer."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.mail import NotSent, Uncertain
from comptoir.followups.models import Task
from comptoir.invoicing import payments
from comptoir.invoicing.delivering import queue_by_mail
from comptoir.invoicing.delivery_outcomes import PAUSES, mark_uncertain, note_answer
from comptoir.invoicing.delivery_queue import DeliveryRun, send_queued_deliveries
from comptoir.invoicing.models import Delivery, Invoice
from comptoir.invoicing.refusals import NotBooked
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, an_account, an_invoice
from tests.invoicing.papers import Answering, a_sendable_invoice, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_files")]


def run(way_out: Any, at: dt.datetime = NOW, **facts: Any) -> DeliveryRun:
    return send_queued_deliveries(way_out, clock=lambda: at, **facts)


def told() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def queued(**facts: Any) -> Delivery:
    delivery = queue_by_mail(a_sendable_invoice(**facts), by=None, at=NOW)
    assert delivery is not None
    return delivery


def test_it_leaves_once_with_the_letter_and_to_whom_reminders_go() -> None:
    delivery, way_out = queued(), Answering()
    assert [run(way_out), run(way_out)] == [DeliveryRun(sent=1), DeliveryRun()]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.recipients, delivery.attempts) == ("sent", ["info@midi.example"], 1)
    assert delivery.subject == f"Invoice {delivery.document} of Atelier Nord"
    assert (Invoice.objects.get().sent_at, told()) == (NOW, ["invoice.sent"])
    (message,) = way_out.sent
    assert str(message["Message-ID"]) == f"<invoice.{delivery.pk}@nord.example>"


def test_one_that_waits_is_not_queued_again() -> None:
    delivery = queued()
    invoice = delivery.invoice
    assert invoice is not None
    assert queue_by_mail(invoice, by=None, at=NOW) == delivery
    assert Delivery.objects.count() == 1


def test_nobody_reachable_becomes_a_task_once() -> None:
    invoice = a_sendable_invoice(to="")
    assert [queue_by_mail(invoice, by=None, at=NOW) for _again in range(2)] == [None, None]
    title = f"Find an e-mail address: invoice {invoice} cannot be sent to Brasserie du Midi SRL"
    assert [task.title for task in Task.objects.all()] == [title]
    assert (Delivery.objects.count(), told()) == (0, ["task.created", "invoice.unreachable"])


def test_an_address_that_was_taken_away_while_it_waited() -> None:
    delivery, way_out = queued(), Answering()
    customer = delivery.document.customer
    customer.emails = []
    customer.save()
    assert run(way_out) == DeliveryRun(failed=1)
    delivery.refresh_from_db()
    assert (delivery.state, way_out.sent, Task.objects.count()) == ("failed", [], 1)


def test_refused_for_now_it_is_tried_again_with_growing_pauses_and_then_given_to_a_person() -> None:
    delivery, at = queued(), NOW
    way_out = Answering(NotSent("421 Try later"))
    for pause in PAUSES:
        assert run(way_out, at) == DeliveryRun(failed=1)
        assert run(way_out, at + pause - dt.timedelta(seconds=1)) == DeliveryRun()
        at += pause
    assert Task.objects.count() == 0
    assert run(way_out, at) == DeliveryRun(failed=1)
    assert run(way_out, at + dt.timedelta(days=30)) == DeliveryRun()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, Task.objects.count()) == ("failed", "421 Try later", 1)
    assert told() == ["invoice.sending_failed", "invoice.sending_failed", "task.created"]


def test_refused_for_good_it_is_given_to_a_person_at_once() -> None:
    delivery = queued()
    assert run(Answering(NotSent("550 No such mailbox", permanent=True))) == DeliveryRun(failed=1)
    delivery.refresh_from_db()
    assert (delivery.state, [task.title for task in Task.objects.all()]) == (
        "failed",
        [f"Invoice {delivery.document} could not be sent to Brasserie du Midi SRL"],
    )


def test_a_server_that_is_down_keeps_all_of_them_waiting() -> None:
    first, second = queued(), queued()
    assert run(Answering(unready=NotSent("Connection refused"))) == DeliveryRun(failed=2)
    for delivery in (first, second):
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == ("queued", 1)
    assert run(Answering(), NOW + PAUSES[0]) == DeliveryRun(sent=2)


def test_without_an_answer_it_is_never_sent_again_by_itself() -> None:
    delivery = queued()
    assert run(Answering(Uncertain("Connection lost"))) == DeliveryRun(uncertain=1)
    again = Answering()
    assert run(again, NOW + dt.timedelta(days=9)) == DeliveryRun()
    delivery.refresh_from_db()
    assert (delivery.state, again.sent, Task.objects.count()) == ("uncertain", [], 1)
    assert told() == ["invoice.sending_uncertain", "task.created"]


def test_an_answer_that_comes_after_the_sweep_still_counts() -> None:
    delivery = queued()
    Delivery.objects.update(state="leaving", claimed_at=NOW)
    delivery.refresh_from_db()
    assert mark_uncertain(delivery, "Silence", at=NOW)
    assert note_answer(delivery, Answering().answer, at=NOW)  # type: ignore[arg-type]
    assert delivery.state == "sent"


def test_after_a_payment_the_letter_asks_for_what_remains() -> None:
    """The payment comes while the document is made."""
    delivery = queued(total="1210.00")
    invoice = delivery.document

    class Slow(Answering):
        def connect(self) -> None:
            if not self.sent and not invoice.payments.exists():  # type: ignore[union-attr]
                payments.register(fresh(invoice), amount=Decimal(200), paid_on=TODAY, by=None, at=NOW)  # type: ignore[arg-type]

    way_out = Slow()
    assert run(way_out) == DeliveryRun(sent=1)
    delivery.refresh_from_db()
    assert "€1,010.00 remains to be paid" in delivery.body
    assert len(way_out.sent) == 1


def test_it_stops_between_two_messages_and_gives_the_rest_back() -> None:
    queued(), queued()
    answers = iter([False, False, True, True])
    assert run(Answering(), stop=lambda: next(answers)) == DeliveryRun(sent=1)
    assert run(Answering()) == DeliveryRun(sent=1)


def test_a_limit_is_kept() -> None:
    queued(), queued(), queued()
    assert run(Answering(), limit=2) == DeliveryRun(sent=2)


def test_only_one_accounts() -> None:
    delivery = queued()
    queued()
    assert run(Answering(), account=delivery.account) == DeliveryRun(sent=1)


def test_refusals() -> None:
    with pytest.raises(NotBooked):
        queue_by_mail(a_draft(a_company(an_account())), by=None, at=NOW)
    account = an_account()
    with pytest.raises(NotAllowed):
        queue_by_mail(an_invoice(a_company(account)), by=a_member(account), at=NOW)
