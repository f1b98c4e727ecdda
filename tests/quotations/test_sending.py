"""Every way a quotation can go by mail, with a real mail server."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.core.mail import Sent, transport
from comptoir.deals.models import Deal
from comptoir.quotations import document, records, sending
from comptoir.quotations.links import public_url
from comptoir.quotations.models import Quotation, Sending
from comptoir.quotations.models.sending import NO_ANSWER_AFTER
from comptoir.quotations.refusals import ChangedMeanwhile, Expired, NoRecipient, NotOpen
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_quotation, a_user, an_account, the_department
from tests.quotations.offering import told
from tests.smtp import SmtpSink

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def a_given_quotation(**facts: Any) -> Quotation:
    account = an_account()
    department = the_department(account)
    department.email = "us@nord.example"
    department.save()
    return a_quotation(a_deal(a_company(account), inactive_for=9), **facts)


def send(quotation: Quotation, url: str, *, id: UUID | None = None, **said: Any) -> Sending:
    said = {"recipients": ["luc@martin.example"], "subject": "Our quotation", "body": "Dear Luc", "at": NOW} | said
    said.setdefault("by", a_user(quotation.account))
    with transport(url) as way_out:
        return sending.send(quotation, id=id or new_id(), transport=way_out, **said)


def test_it_is_sent_with_the_document_and_the_link(smtp_sink: SmtpSink) -> None:
    quotation = a_given_quotation()
    user = a_user(quotation.account, email="sofie@nord.example")
    link = public_url(quotation)
    made = send(quotation, smtp_sink.url, by=user, body=f"Dear Luc,\nsee {link}\n", recipients=["luc@martin.example"])

    (delivery,) = smtp_sink.deliveries
    message = delivery.message
    assert (str(message["From"]), str(message["Reply-To"])) == ("Atelier Nord <us@nord.example>", "sofie@nord.example")
    assert (delivery.recipients, str(message["Subject"])) == (("luc@martin.example",), "Our quotation")
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == f"Dear Luc,\nsee {link}\n"
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (
        f"Quotation {quotation.reference.replace('/', '-')}.pdf",
        "application/pdf",
    )
    assert file.get_content().startswith(b"%PDF-")

    made.refresh_from_db()
    assert (made.state, made.sent_at, made.error, made.by) == ("sent", NOW, "", user)
    assert (made.recipients, made.subject) == (["luc@martin.example"], "Our quotation")
    found = Quotation.objects.get()
    assert (found.sent_at, found.updated_at) == (NOW, NOW)
    assert Deal.objects.get().last_activity_on == TODAY


def test_it_leaves_one_activity(smtp_sink: SmtpSink) -> None:
    quotation = a_given_quotation()
    send(quotation, smtp_sink.url)
    activity = Activity.objects.get()
    assert (activity.kind, activity.subject_id) == ("quotation.sent", quotation.pk)
    assert (activity.effects["recipients"], activity.effects["refused"]) == (["luc@martin.example"], {})


def test_the_same_form_never_sends_twice(smtp_sink: SmtpSink) -> None:
    quotation, id = a_given_quotation(), new_id()
    first = send(quotation, smtp_sink.url, id=id)
    assert send(quotation, smtp_sink.url, id=id, subject="Another") == first
    assert (len(smtp_sink.deliveries), told()) == (1, ["quotation.sent"])
    send(quotation, smtp_sink.url)
    assert len(smtp_sink.deliveries) == 2


def test_two_of_the_same_form_at_once_send_one(smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one claims while ours makes the document."""
    quotation, id, make = a_given_quotation(), new_id(), document.pdf

    def slow(shown: Quotation) -> bytes:
        monkeypatch.setattr(document, "pdf", make)
        send(quotation, smtp_sink.url, id=id, subject="The other")
        return make(shown)

    monkeypatch.setattr(document, "pdf", slow)
    assert send(quotation, smtp_sink.url, id=id).subject == "The other"
    assert (len(smtp_sink.deliveries), told()) == (1, ["quotation.sent"])


def test_a_link_that_was_removed_is_put_back(smtp_sink: SmtpSink) -> None:
    quotation = a_given_quotation()
    assert public_url(quotation) in send(quotation, smtp_sink.url, body="Dear Luc").body


def test_recipients_are_asked_once_each(smtp_sink: SmtpSink) -> None:
    made = send(a_given_quotation(), smtp_sink.url, recipients=[" a@b.example", "", "A@B.example", "c@d.example "])
    assert made.recipients == ["A@B.example", "c@d.example"]
    assert smtp_sink.deliveries[0].recipients == ("A@B.example", "c@d.example")


def test_some_recipients_refused_are_told(smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    made = None

    class Picky:
        def connect(self) -> None:
            return None

        def send(self, message: object, *, sender: str, recipients: list[str]) -> Sent:
            return Sent({"c@d.example": "550 No such mailbox"})

    quotation = a_given_quotation()
    made = sending.send(
        quotation,
        id=new_id(),
        recipients=["a@b.example", "c@d.example"],
        subject="Our quotation",
        body="Dear Luc",
        by=a_user(quotation.account),
        at=NOW,
        transport=Picky(),  # type: ignore[arg-type]
    )
    assert (made.state, made.error) == ("sent", "c@d.example: 550 No such mailbox")
    effects = Activity.objects.get().effects
    assert (effects["recipients"], effects["refused"]) == (["a@b.example"], {"c@d.example": "550 No such mailbox"})


def test_a_refusal_is_written_down_and_nothing_is_tried_again(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("550 5.1.1 No such mailbox")
    quotation = a_given_quotation()
    made = send(quotation, smtp_sink.url)
    made.refresh_from_db()
    assert (made.state, made.sent_at, made.error) == ("failed", None, "550 5.1.1 No such mailbox")
    assert (Quotation.objects.get().sent_at, told()) == (None, ["quotation.sending_failed"])
    assert Activity.objects.get().effects["reason"] == "550 5.1.1 No such mailbox"
    smtp_sink.behave()
    send(quotation, smtp_sink.url, id=made.pk)
    assert smtp_sink.deliveries == []


def test_no_mail_server_is_a_failure(smtp_sink: SmtpSink) -> None:
    made = send(a_given_quotation(), "smtp://127.0.0.1:9")
    assert (made.state, told()) == ("failed", ["quotation.sending_failed"])


def test_a_lost_answer_is_uncertain(smtp_sink: SmtpSink) -> None:
    smtp_sink.drop_after_data()
    made = send(a_given_quotation(), smtp_sink.url)
    made.refresh_from_db()
    assert (made.state, made.is_uncertain(at=NOW), told()) == ("uncertain", True, ["quotation.sending_uncertain"])
    assert Quotation.objects.get().sent_at is None


class Crash(Exception):
    """Our own process died while the mail server was spoken to."""


def test_a_crash_leaves_it_leaving_and_later_uncertain() -> None:
    quotation, id = a_given_quotation(), new_id()

    class Crashing:
        asked = 0

        def connect(self) -> None:
            return None

        def send(self, message: object, *, sender: str, recipients: list[str]) -> Sent:
            self.asked += 1
            raise Crash

    way_out = Crashing()
    facts: dict[str, Any] = {"id": id, "recipients": ["a@b.example"], "subject": "S", "body": "B", "at": NOW}
    facts |= {"by": a_user(quotation.account), "transport": way_out}
    with pytest.raises(Crash):
        sending.send(quotation, **facts)
    left = Sending.objects.get()
    assert (left.state, left.is_uncertain(at=NOW + NO_ANSWER_AFTER)) == ("leaving", False)
    assert left.is_uncertain(at=NOW + NO_ANSWER_AFTER + dt.timedelta(seconds=1))
    # The same form again does not send it again.
    assert sending.send(quotation, **facts).state == "leaving"
    assert (way_out.asked, told()) == (1, [])


def test_one_that_was_deleted_while_it_left_leaves_nothing_to_write(smtp_sink: SmtpSink) -> None:
    quotation = a_given_quotation()

    class Slow:
        def connect(self) -> None:
            return None

        def send(self, message: object, *, sender: str, recipients: list[str]) -> Sent:
            records.delete(quotation, by=None, at=NOW)
            return Sent()

    facts: dict[str, Any] = {"id": new_id(), "recipients": ["a@b.example"], "subject": "S", "body": "B", "at": NOW}
    sending.send(quotation, by=a_user(quotation.account), transport=Slow(), **facts)  # type: ignore[arg-type]
    assert (told(), Sending.objects.count()) == (["quotation.deleted"], 0)


@pytest.mark.parametrize("status", ["accepted", "rejected", "closed"])
def test_only_what_is_open_is_sent(status: str, smtp_sink: SmtpSink) -> None:
    with pytest.raises(NotOpen):
        send(a_given_quotation(status=status), smtp_sink.url)
    assert (smtp_sink.deliveries, Sending.objects.count()) == ([], 0)


def test_what_can_no_longer_be_accepted_is_not_sent(smtp_sink: SmtpSink) -> None:
    with pytest.raises(Expired):
        send(a_given_quotation(expires_after=TODAY), smtp_sink.url, at=NOW + DAY)
    lasting = a_given_quotation(expires_after=TODAY, action_after_expiry="none")
    assert send(lasting, smtp_sink.url, at=NOW + DAY).state == "sent"


def test_an_older_document_does_not_leave(smtp_sink: SmtpSink) -> None:
    quotation = a_given_quotation()
    records.edit(quotation, by=None, at=NOW + DAY, name="Larger terrace")
    with pytest.raises(ChangedMeanwhile):
        send(quotation, smtp_sink.url, at=NOW + DAY)
    assert smtp_sink.deliveries == []


def test_nothing_typed_adds_a_header(smtp_sink: SmtpSink) -> None:
    quotation = a_given_quotation(name="Terrace\r\nBcc: thief@evil.example")
    send(quotation, smtp_sink.url, subject="Hello\r\nBcc: thief@evil.example", body="\nBcc: thief@evil.example")
    (delivery,) = smtp_sink.deliveries
    assert (delivery.recipients, delivery.message["Bcc"]) == (("luc@martin.example",), None)
    assert str(delivery.message["Subject"]) == "Hello Bcc: thief@evil.example"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("recipients", {"recipients": ["luc@martin.example, thief@evil.example"]}),
        ("recipients", {"recipients": ["a@b.example\r\nBcc: thief@evil.example"]}),
        ("recipients", {"recipients": ["nobody"]}),
        ("subject", {"subject": " \n "}),
        ("subject", {"subject": "x" * 251}),
        ("body", {"body": "  "}),
    ],
)
def test_what_is_at_fault_is_named(field: str, said: dict[str, Any], smtp_sink: SmtpSink) -> None:
    with pytest.raises(ValidationError) as refusal:
        send(a_given_quotation(), smtp_sink.url, **said)
    assert list(refusal.value.message_dict) == [field]
    assert (smtp_sink.deliveries, Sending.objects.count()) == ([], 0)


def test_somebody_must_be_reachable_and_the_sender_have_the_right(smtp_sink: SmtpSink) -> None:
    quotation = a_given_quotation()
    with pytest.raises(NoRecipient):
        send(quotation, smtp_sink.url, recipients=[" "])
    with pytest.raises(NotAllowed):
        send(quotation, smtp_sink.url, by=a_member(quotation.account))
    assert smtp_sink.deliveries == []
