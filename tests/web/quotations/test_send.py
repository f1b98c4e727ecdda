"""Sending a quotation from its page."""

import datetime as dt
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.core.ids import new_id
from comptoir.quotations import records
from comptoir.quotations.links import public_url, renew_link
from comptoir.quotations.models import Quotation, Sending
from comptoir.web.links import url_of
from tests.factories import NOW, TODAY, a_company, a_contact, a_deal, a_quotation, an_account, an_unknown_id
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(tmp_path: Path, settings: Any) -> Path:
    """The folder that mail goes to."""
    settings.EMAIL_URL = f"file://{tmp_path}"
    return tmp_path


@pytest.fixture
def quotation(user: User) -> Quotation:
    """One to send."""
    return a_quotation(a_deal(a_company(user.account)))


def at(quotation: Quotation) -> str:
    return f"{url_of(quotation)}send/"


def typed(quotation: Quotation, /, **changes: Any) -> dict[str, Any]:
    """The form, filled in."""
    return {
        "id": new_id(),
        "recipients": "info@midi.example, anne@midi.example",
        "subject": "Our quotation",
        "body": f"Dear Anne,\n\n{public_url(quotation)}\n",
        "seen": quotation.updated_at.isoformat(),
        "link": public_url(quotation),
    } | changes


def letters_in(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]


def test_the_letter_is_in_the_language_of_the_quotation_and_holds_its_link(client: Client, user: User) -> None:
    person = a_contact(user.account, "Anne Dubois", email="anne@midi.example")
    deal = a_deal(a_company(user.account, language="fr"), contact_person=person)
    quotation = a_quotation(deal)
    page = text_of(client.get(at(quotation)))
    assert "anne@midi.example" in page
    assert public_url(quotation) in page
    assert re.search(r'<textarea name="body"[^>]*lang="fr"', page)
    assert "a PDF</a>, in French" in page


def test_it_leaves_with_the_document_to_everybody_named(client: Client, quotation: Quotation, mails: Path) -> None:
    answer = client.post(at(quotation), typed(quotation), follow=True)
    page = text_of(answer)
    assert f"{quotation.reference} sent to info@midi.example, anne@midi.example." in page
    assert ">Sent</span>" in page
    letter = letters_in(mails)[0]
    assert (letter["To"], letter["Subject"]) == ("info@midi.example, anne@midi.example", "Our quotation")
    assert public_url(quotation) in letter.get_body().get_content()
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["application/pdf"]
    quotation.refresh_from_db()
    assert quotation.sent_at == NOW


def test_the_same_form_sends_once(client: Client, quotation: Quotation, mails: Path) -> None:
    form = typed(quotation)
    for __ in range(2):
        assert "sent to" in text_of(client.post(at(quotation), form, follow=True))
    assert len(letters_in(mails)) == Sending.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("recipients", "", "Please fill this in."),
        ("recipients", " , ", "There is no e-mail address to send it to."),
        ("recipients", "info@midi.example, nobody", "“nobody” is not an e-mail address."),
        ("subject", "", "Please fill this in."),
        ("body", " ", "Please fill this in."),
    ],
)
def test_a_fault_is_said_and_nothing_leaves(
    client: Client, quotation: Quotation, mails: Path, field: str, value: str, message: str
) -> None:
    page = text_of(client.post(at(quotation), typed(quotation, **{field: value})), status=422)
    assert message in page
    assert "Our quotation" in page or field == "subject"
    assert (letters_in(mails), Sending.objects.count()) == ([], 0)


def test_what_changed_meanwhile_is_looked_at_first_and_the_letter_is_kept(
    client: Client, user: User, quotation: Quotation, mails: Path
) -> None:
    form = typed(quotation)
    records.edit(quotation, by=user, at=NOW + dt.timedelta(minutes=1), name="Garden")
    renewed = renew_link(quotation, by=user, at=NOW)
    page = text_of(client.post(at(quotation), form), status=409)
    assert "nothing was sent" in page
    assert "Dear Anne," in page
    assert public_url(renewed) in page
    assert public_url(quotation) not in page
    assert letters_in(mails) == []
    quotation.refresh_from_db()
    fresh = typed(quotation, id=form["id"])
    assert "sent to" in text_of(client.post(at(quotation), fresh, follow=True))


def test_a_mail_server_that_refuses_is_quoted(client: Client, quotation: Quotation, smtp_sink: Any) -> None:
    smtp_sink.refuse()
    page = text_of(client.post(at(quotation), typed(quotation), follow=True))
    assert f"{quotation.reference} was not sent. The mail server said: 550 5.1.1 No such mailbox" in page
    assert ">Not sent</span>" in page


def test_without_an_answer_nobody_knows_and_that_is_said(client: Client, quotation: Quotation, smtp_sink: Any) -> None:
    smtp_sink.drop_after_data()
    page = text_of(client.post(at(quotation), typed(quotation), follow=True))
    assert f"Nobody knows whether {quotation.reference} arrived" in page
    assert ">Uncertain</span>" in page


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "accepted"}, "answered or closed"),
        ({"status": "closed"}, "answered or closed"),
        ({"expires_after": TODAY - dt.timedelta(days=1)}, "its last day has passed"),
    ],
)
def test_what_can_no_longer_be_accepted_is_not_sent(
    client: Client, user: User, mails: Path, facts: dict[str, Any], words: str
) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), **facts)
    for answer in (
        client.get(at(quotation), follow=True),
        client.post(at(quotation), typed(quotation), follow=True),
    ):
        assert words in text_of(answer)
    assert letters_in(mails) == []


def test_the_quotation_of_another_account_is_not_found(client: Client, user: User, mails: Path) -> None:
    theirs = a_quotation(a_deal(a_company(an_account())))
    assert client.get(at(theirs)).status_code == 404
    assert client.post(at(theirs), typed(theirs)).status_code == 404
    assert client.post(f"/quotations/{an_unknown_id()}/send/").status_code == 404
    assert letters_in(mails) == []


def test_a_member_without_the_right_is_refused_with_a_sentence(
    client: Client, quotation: Quotation, member: User, mails: Path
) -> None:
    for answer in (client.get(at(quotation)), client.post(at(quotation), typed(quotation))):
        assert "You do not have the right to" in text_of(answer, status=403)
    assert letters_in(mails) == []
