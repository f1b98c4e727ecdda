"""What people say became of a delivery."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.core.mail import Sent, Uncertain
from comptoir.invoicing import delivering
from comptoir.invoicing.delivery_decisions import mark_arrived, mark_not_arrived, note_bounce
from comptoir.invoicing.models import Delivery, Invoice
from comptoir.invoicing.refusals import DecidedAlready
from tests.factories import NOW, a_member, a_user
from tests.invoicing.papers import Answering, a_sendable_invoice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_files")]
LATER = NOW.replace(hour=11)


def delivered(answer: Any, invoice: Invoice | None = None, **facts: Any) -> Delivery:
    invoice = invoice or a_sendable_invoice()
    said = {"id": new_id(), "recipients": ["a@b.example"], "subject": "S", "body": "B", "at": NOW} | facts
    return delivering.send_by_mail(invoice, by=a_user(invoice.account), transport=Answering(answer), **said)


def told() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def test_it_arrived_when_it_left() -> None:
    delivery = delivered(Uncertain("Connection lost"))
    user = a_user(delivery.account)
    settled = mark_arrived(delivery, by=user, at=LATER)
    assert (settled.state, settled.sent_at, settled.error) == ("sent", NOW, "")
    assert Invoice.objects.get().sent_at == NOW
    assert told() == ["invoice.sending_uncertain", "invoice.found_arrived"]
    with pytest.raises(DecidedAlready):
        mark_arrived(delivery, by=user, at=LATER)


def test_it_did_not_arrive_and_may_be_sent_anew() -> None:
    delivery = delivered(Uncertain("Connection lost"))
    settled = mark_not_arrived(delivery, by=a_user(delivery.account), at=LATER)
    assert (settled.state, settled.sent_at, settled.error) == ("failed", None, "Connection lost")
    assert (Invoice.objects.get().sent_at, told()[-1]) == (None, "invoice.found_lost")
    assert delivered(Sent(), settled.invoice).state == "sent"


def test_it_came_back_so_the_invoice_counts_as_sent_before() -> None:
    first = delivered(Sent())
    second = delivered(Sent(), first.invoice, at=LATER)
    user = a_user(first.account)
    settled = note_bounce(second, "550 mailbox\r\nfull ", by=user, at=LATER)
    assert (settled.state, settled.sent_at, settled.error) == ("bounced", None, "550 mailbox full")
    assert Invoice.objects.get().sent_at == NOW
    note_bounce(first, "550 mailbox full", by=user, at=LATER)
    assert Invoice.objects.get().sent_at is None
    assert told()[-1] == "invoice.bounced"
    assert Activity.objects.order_by("id").last().effects["reason"] == "550 mailbox full"  # type: ignore[union-attr]


def test_only_a_sent_e_mail_comes_back() -> None:
    lost = delivered(Uncertain("Connection lost"))
    with pytest.raises(DecidedAlready):
        note_bounce(lost, "x", by=a_user(lost.account), at=LATER)
    sent = delivered(Sent())
    Delivery.objects.filter(pk=sent.pk).update(channel="peppol")
    sent.refresh_from_db()
    with pytest.raises(DecidedAlready):
        note_bounce(sent, "x", by=a_user(sent.account), at=LATER)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 501])
def test_the_reason_is_needed_in_few_words(reason: str) -> None:
    sent = delivered(Sent())
    with pytest.raises(ValidationError) as refusal:
        note_bounce(sent, reason, by=a_user(sent.account), at=LATER)
    assert list(refusal.value.message_dict) == ["reason"]


@pytest.mark.parametrize("verb", [mark_arrived, mark_not_arrived])
def test_the_right_is_needed(verb: Any) -> None:
    delivery = delivered(Uncertain("Connection lost"))
    with pytest.raises(NotAllowed):
        verb(delivery, by=a_member(delivery.account), at=LATER)
    sent = delivered(Sent())
    with pytest.raises(NotAllowed):
        note_bounce(sent, "x", by=a_member(sent.account), at=LATER)
