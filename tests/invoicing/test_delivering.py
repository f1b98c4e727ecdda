"""Every way a document can go by mail at somebody's wish, with a real mail server."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.core.mail import NotSent, Sent, transport
from comptoir.invoicing import crediting, delivering, delivery_claims
from comptoir.invoicing.delivery_outcomes import sweep
from comptoir.invoicing.models import CreditNote, Delivery, Invoice
from comptoir.invoicing.models.delivery import NO_ANSWER_AFTER
from comptoir.invoicing.refusals import NoRecipient, NotBooked
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, a_user, an_account
from tests.invoicing.papers import Answering, a_sendable_invoice, files_of
from tests.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_files")]
SECOND = dt.timedelta(seconds=1)


def send(document: Invoice | CreditNote, way_out: Any, *, id: UUID | None = None, **said: Any) -> Delivery:
    said = {"recipients": ["luc@martin.example"], "subject": "Our invoice", "body": "Dear Luc\n", "at": NOW} | said
    said.setdefault("by", a_user(document.account))
    if isinstance(way_out, str):
        with transport(way_out) as opened:
            return delivering.send_by_mail(document, id=id or new_id(), transport=opened, **said)
    return delivering.send_by_mail(document, id=id or new_id(), transport=way_out, **said)


def told() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def test_it_is_sent_with_its_files(smtp_sink: SmtpSink) -> None:
    invoice = a_sendable_invoice()
    user = a_user(invoice.account)
    made = send(invoice, smtp_sink.url, by=user)
    (arrived,) = smtp_sink.deliveries
    message = arrived.message
    assert (str(message["From"]), str(message["Reply-To"])) == ("Atelier Nord <us@nord.example>", "us@nord.example")
    assert (arrived.recipients, str(message["Subject"])) == (("luc@martin.example",), "Our invoice")
    assert str(message["Message-ID"]) == f"<invoice.{made.pk}@nord.example>"
    files = [(file.get_filename(), file.get_content_type()) for file in message.iter_attachments()]
    name = invoice.invoice_number.replace("/", "-")
    assert files == [(f"{name}.pdf", "application/pdf"), (f"{name}.xml", "application/xml")]
    made.refresh_from_db()
    assert (made.state, made.sent_at, made.claimed_at, made.error, made.by) == ("sent", NOW, NOW, "", user)
    assert (made.channel, made.recipients, made.body) == ("email", ["luc@martin.example"], "Dear Luc\n")
    invoice.refresh_from_db()
    assert (invoice.sent_at, invoice.updated_at) == (NOW, NOW)


def test_it_leaves_one_activity(smtp_sink: SmtpSink) -> None:
    invoice = a_sendable_invoice()
    send(invoice, smtp_sink.url)
    activity = Activity.objects.get()
    assert (activity.kind, activity.subject_id, activity.customer_id) == (
        "invoice.sent",
        invoice.pk,
        invoice.customer_id,
    )
    assert activity.effects["recipients"] == ["luc@martin.example"]


def test_a_credit_note_too(smtp_sink: SmtpSink) -> None:
    invoice = a_sendable_invoice()
    note = crediting.credit(invoice, by=None, at=NOW, on=TODAY)
    made = send(note, smtp_sink.url)
    note.refresh_from_db()
    invoice.refresh_from_db()
    assert (made.state, made.credit_note, made.invoice, note.sent_at, invoice.sent_at) == (
        "sent",
        note,
        None,
        NOW,
        None,
    )
    assert told()[-1] == "credit_note.sent"


def test_the_same_form_never_sends_twice(smtp_sink: SmtpSink) -> None:
    invoice, id = a_sendable_invoice(), new_id()
    first = send(invoice, smtp_sink.url, id=id)
    assert send(invoice, smtp_sink.url, id=id, subject="Another") == first
    assert (len(smtp_sink.deliveries), told()) == (1, ["invoice.sent"])
    send(invoice, smtp_sink.url)
    assert len(smtp_sink.deliveries) == 2


def test_two_of_the_same_form_at_once_send_one(smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one claims while ours makes the document."""
    invoice, id = a_sendable_invoice(), new_id()

    def slow(document: Invoice) -> Any:
        monkeypatch.setattr(delivery_claims, "attachments_of", files_of)
        send(invoice, smtp_sink.url, id=id, subject="The other")
        return files_of(document)

    monkeypatch.setattr(delivery_claims, "attachments_of", slow)
    assert send(invoice, smtp_sink.url, id=id).subject == "The other"
    assert (len(smtp_sink.deliveries), told()) == (1, ["invoice.sent"])


def test_the_id_of_another_documents_delivery_sends_nothing(smtp_sink: SmtpSink) -> None:
    id = new_id()
    send(a_sendable_invoice(), smtp_sink.url, id=id)
    with pytest.raises(Delivery.DoesNotExist):
        send(a_sendable_invoice(), smtp_sink.url, id=id)
    assert len(smtp_sink.deliveries) == 1


def test_a_refusal_is_written_down_and_nothing_is_tried_again(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("550 5.1.1 No such mailbox")
    invoice = a_sendable_invoice()
    made = send(invoice, smtp_sink.url)
    assert (made.state, made.sent_at, made.error) == ("failed", None, "550 5.1.1 No such mailbox")
    invoice.refresh_from_db()
    assert (invoice.sent_at, told()) == (None, ["invoice.sending_failed"])
    smtp_sink.behave()
    send(invoice, smtp_sink.url, id=made.pk)
    assert smtp_sink.deliveries == []
    assert send(invoice, smtp_sink.url).state == "sent"


def test_some_recipients_refused_are_told() -> None:
    made = send(
        a_sendable_invoice(),
        Answering(Sent({"c@d.example": "550 No such mailbox"})),
        recipients=["a@b.example", "c@d.example"],
    )
    assert (made.state, made.error) == ("sent", "c@d.example: 550 No such mailbox")
    effects = Activity.objects.get().effects
    assert (effects["recipients"], effects["refused"]) == (["a@b.example"], {"c@d.example": "550 No such mailbox"})


def test_no_mail_server_is_a_failure() -> None:
    made = send(a_sendable_invoice(), Answering(unready=NotSent("Connection refused")))
    assert (made.state, made.error, told()) == ("failed", "Connection refused", ["invoice.sending_failed"])


def test_a_lost_answer_is_uncertain(smtp_sink: SmtpSink) -> None:
    smtp_sink.drop_after_data()
    invoice = a_sendable_invoice()
    made = send(invoice, smtp_sink.url)
    invoice.refresh_from_db()
    assert (made.state, invoice.sent_at, told()) == ("uncertain", None, ["invoice.sending_uncertain"])


class Crash(Exception):
    """Our own process died while the mail server was spoken to."""


def test_a_crash_leaves_it_leaving_until_it_is_swept_for_a_person() -> None:
    invoice, id, way_out = a_sendable_invoice(), new_id(), Answering(Crash())
    with pytest.raises(Crash):
        send(invoice, way_out, id=id)
    assert Delivery.objects.get().state == "leaving"
    assert send(invoice, way_out, id=id).state == "leaving"
    assert sweep(at=NOW + NO_ANSWER_AFTER) == 0
    assert [sweep(at=NOW + NO_ANSWER_AFTER + SECOND) for _again in range(2)] == [1, 0]
    assert Delivery.objects.get().state == "uncertain"
    assert (len(way_out.sent), told()) == (1, ["invoice.sending_uncertain", "task.created"])


@pytest.mark.parametrize("is_deactivated", [True, False])
def test_neither_a_hold_nor_a_deactivated_customer_blocks_it(is_deactivated: bool) -> None:
    invoice = a_sendable_invoice(on_hold=None if is_deactivated else TODAY)
    invoice.customer.deactivated_at = NOW if is_deactivated else None
    invoice.customer.save()
    assert send(invoice, Answering()).state == "sent"


def test_a_draft_is_not_sent() -> None:
    draft = a_draft(a_company(an_account()))
    with pytest.raises(NotBooked):
        send(draft, Answering())


def test_nothing_typed_adds_a_header(smtp_sink: SmtpSink) -> None:
    send(
        a_sendable_invoice(),
        smtp_sink.url,
        subject="Hello\r\nBcc: thief@evil.example",
        body="\nBcc: thief@evil.example",
    )
    (arrived,) = smtp_sink.deliveries
    assert (arrived.recipients, arrived.message["Bcc"]) == (("luc@martin.example",), None)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("recipients", {"recipients": ["luc@martin.example, thief@evil.example"]}),
        ("recipients", {"recipients": ["a@b.example\r\nBcc: thief@evil.example"]}),
        ("recipients", {"recipients": ["nobody"]}),
        ("subject", {"subject": " \n "}),
        ("subject", {"subject": "x" * 251}),
        ("body", {"body": "  "}),
        ("body", {"body": "a\0b"}),
    ],
)
def test_what_is_at_fault_is_named(field: str, said: dict[str, Any]) -> None:
    way_out = Answering()
    with pytest.raises(ValidationError) as refusal:
        send(a_sendable_invoice(), way_out, **said)
    assert list(refusal.value.message_dict) == [field]
    assert (way_out.sent, Delivery.objects.count()) == ([], 0)


def test_somebody_must_be_reachable_and_the_sender_have_the_right() -> None:
    invoice = a_sendable_invoice()
    with pytest.raises(NoRecipient):
        send(invoice, Answering(), recipients=[" "])
    with pytest.raises(NotAllowed):
        send(invoice, Answering(), by=a_member(invoice.account))
    assert Delivery.objects.count() == 0
