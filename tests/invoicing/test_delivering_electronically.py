"""An electronic invoice leaves once, whoever asks at once."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.core.mail import Answer, NotSent, Sent, Uncertain
from comptoir.invoicing import crediting, delivering, electronic
from comptoir.invoicing.delivery_decisions import mark_not_arrived
from comptoir.invoicing.einvoice.parcels import Parcel
from comptoir.invoicing.models import Delivery, Invoice
from comptoir.invoicing.papers import Paper, kind_of
from comptoir.invoicing.refusals import AlreadyDelivered, NotBooked, NotDeliverable
from tests.at_once import at_once
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, a_user, an_account
from tests.invoicing.papers import a_sendable_invoice


@pytest.fixture(autouse=True)
def _quickly_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(document: Paper) -> Parcel:
        return Parcel(b"<Invoice/>", "0208:0417497106", "0208:0202239951", kind_of(document).value, "x.xml")

    monkeypatch.setattr(electronic, "prepare", prepare)


class AccessPoint:
    """Gives one answer and counts."""

    channel = Delivery.Channel.FOLDER

    def __init__(self, answer: Answer | Exception | None = None) -> None:
        self.answer = answer or Sent()
        self.taken: list[tuple[str, str, str]] = []

    def send(self, xml: bytes, *, sender: str, receiver: str, document_type: str, name: str) -> Answer:
        self.taken.append((sender, receiver, document_type))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def send(document: Paper, way_out: AccessPoint, *, id: UUID | None = None, **facts: Any) -> Delivery:
    facts.setdefault("by", a_user(document.account))
    return delivering.send_electronically(document, id=id or new_id(), at=NOW, transport=way_out, **facts)


def test_it_is_sent_and_told(db: None) -> None:
    invoice, way_out = a_sendable_invoice(), AccessPoint()
    made = send(invoice, way_out)
    assert way_out.taken == [("0208:0417497106", "0208:0202239951", "invoice")]
    assert (made.state, made.channel, made.recipients) == ("sent", "folder", ["0208:0202239951"])
    assert (Invoice.objects.get().sent_at, Activity.objects.get().kind) == (NOW, "invoice.sent")


def test_a_second_one_is_refused_and_the_same_form_gets_the_first(db: None) -> None:
    invoice, way_out, id = a_sendable_invoice(), AccessPoint(), new_id()
    first = send(invoice, way_out, id=id)
    assert send(invoice, way_out, id=id) == first
    with pytest.raises(AlreadyDelivered):
        send(invoice, way_out)
    assert len(way_out.taken) == 1


def test_a_credit_note_once_beside_its_invoice(db: None) -> None:
    invoice, way_out = a_sendable_invoice(), AccessPoint()
    note = crediting.credit(invoice, by=None, at=NOW, on=TODAY)
    send(invoice, way_out)
    send(note, way_out)
    with pytest.raises(AlreadyDelivered):
        send(note, way_out)
    assert [kind for __, __, kind in way_out.taken] == ["invoice", "credit_note"]


def test_what_certainly_failed_may_be_sent_again(db: None) -> None:
    invoice = a_sendable_invoice()
    assert send(invoice, AccessPoint(NotSent("Unknown participant", permanent=True))).state == "failed"
    assert send(invoice, AccessPoint()).state == "sent"


def test_what_perhaps_arrived_may_not_until_a_person_decides(db: None) -> None:
    invoice, user = a_sendable_invoice(), None
    user = a_user(invoice.account)
    lost = send(invoice, AccessPoint(Uncertain("Connection lost")))
    with pytest.raises(AlreadyDelivered):
        send(invoice, AccessPoint())
    mark_not_arrived(lost, by=user, at=NOW)
    assert send(invoice, AccessPoint()).state == "sent"


def test_refusals(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotBooked):
        send(a_draft(a_company(an_account())), AccessPoint())
    invoice, way_out = a_sendable_invoice(), AccessPoint()
    with pytest.raises(NotAllowed):
        send(invoice, way_out, by=a_member(invoice.account))

    def faulty(document: Paper) -> Parcel:
        raise NotDeliverable(("It has no VAT number.",))

    monkeypatch.setattr(electronic, "prepare", faulty)
    with pytest.raises(NotDeliverable):
        send(invoice, way_out)
    assert (way_out.taken, Delivery.objects.count()) == ([], 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_four_at_once_send_one(is_guarded: bool) -> None:
    """Without the database's constraint the same race sends it more than once: the test would see it."""
    invoice, way_out = a_sendable_invoice(), AccessPoint()
    user = a_user(invoice.account)
    if not is_guarded:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX invoice_delivered_electronically_once")
    try:
        answers = at_once(*[lambda: send(invoice, way_out, by=user) for _each in range(4)])
        sent = [answer for answer in answers if isinstance(answer, Delivery)]
        refused = [answer for answer in answers if isinstance(answer, AlreadyDelivered)]
        assert len(sent) + len(refused) == 4
        assert (len(way_out.taken), len(sent)) == ((1, 1) if is_guarded else (4, 4))
    finally:
        if not is_guarded:
            Delivery.objects.all().delete()
            constraint = next(
                c for c in Delivery._meta.constraints if c.name == "invoice_delivered_electronically_once"
            )
            with connection.schema_editor() as editor:
                editor.add_constraint(Delivery, constraint)
