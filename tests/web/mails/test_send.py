"""Sending documents from their pages, and what becomes of them there."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.core.mail import Sent, Uncertain
from comptoir.invoicing import attachments, crediting, delivering
from comptoir.invoicing.mail_templates import change_template
from comptoir.invoicing.models import Delivery, Invoice
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_member,
    an_account,
    an_invoice,
)  # fmt: skip
from tests.invoicing.papers import Answering, files_of, fresh
from tests.smtp import SmtpSink

pytestmark = pytest.mark.usefixtures("small_files")


@pytest.fixture(autouse=True)
def _small_names(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(attachments, "names_of", lambda document: [file.name for file in files_of(document)])
    settings.EMAIL_URL = f"file://{tmp_path}"


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def given(**facts: Any) -> dict[str, Any]:
    return {"id": new_id(), "recipients": "a@b.example, c@d.example", "subject": "S", "body": "B"} | facts


def a_delivery(invoice: Invoice, answer: Any, by: User) -> Delivery:
    return delivering.send_by_mail(
        fresh(invoice), by=by, at=NOW, transport=Answering(answer), **given(recipients=["a@b.example"])
    )


def test_the_dialog_shows_letter_recipients_and_files(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account, language="fr"))
    page = text(desk.get(f"/invoices/{invoice.pk}/send/"))
    number = invoice.invoice_number.replace("/", "-")
    assert f"{number}.pdf, {number}.xml" in page
    assert "info@midi.example</textarea>" in page
    assert "novembre 2026" in page
    assert "15 November 2026" in text(desk.get(f"/invoices/{invoice.pk}/send/?language=en"))


def test_it_is_sent_and_said(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    form = given()
    answer = desk.post(f"/invoices/{invoice.pk}/send/", form)
    assert toasts(answer) == [f"{invoice} sent to a@b.example, c@d.example."]
    desk.post(f"/invoices/{invoice.pk}/send/", form)
    assert Delivery.objects.get().recipients == ["a@b.example", "c@d.example"]
    page = text(desk.get(f"/invoices/{invoice.pk}/"))
    assert "a@b.example, c@d.example" in page
    assert "Send again" in page


def test_a_credit_note_is_sent_from_its_page(desk: Client, account: Account) -> None:
    note = crediting.credit(an_invoice(a_company(account)), by=None, at=NOW, on=TODAY)
    assert "It was not sent yet." in text(desk.get(f"/invoices/credit-notes/{note.pk}/"))
    text(desk.get(f"/invoices/credit-notes/{note.pk}/send/"))
    answer = desk.post(f"/invoices/credit-notes/{note.pk}/send/", given())
    assert toasts(answer) == [f"{note} sent to a@b.example, c@d.example."]
    assert "a@b.example, c@d.example" in text(desk.get(f"/invoices/credit-notes/{note.pk}/"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"recipients": "nobody"}, "“nobody” is not an e-mail address."),
        ({"recipients": " , "}, "Name at least one e-mail address."),
        ({"subject": ""}, "Please fill this in."),
        ({"body": ""}, "Please fill this in."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    desk: Client, account: Account, said: dict[str, str], sentence: str
) -> None:
    invoice = an_invoice(a_company(account))
    assert sentence in text(desk.post(f"/invoices/{invoice.pk}/send/", given(**said)), 422)
    assert Delivery.objects.count() == 0


def test_a_deactivated_customer_is_said_and_blocks_nothing(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account, deactivated_at=NOW))
    assert "is deactivated. You can send it all the same." in text(desk.get(f"/invoices/{invoice.pk}/send/"))
    desk.post(f"/invoices/{invoice.pk}/send/", given())
    assert Delivery.objects.get().state == "sent"


def test_a_refusal_and_a_lost_answer_are_said(desk: Client, account: Account, smtp_sink: SmtpSink) -> None:
    invoice = an_invoice(a_company(account))
    smtp_sink.refuse("550 5.1.1 No such mailbox")
    answer = desk.post(f"/invoices/{invoice.pk}/send/", given())
    assert toasts(answer) == [f"{invoice} was not sent. The other side said: 550 5.1.1 No such mailbox"]
    page = text(desk.get(f"/invoices/{invoice.pk}/"))
    assert "It did not reach them: 550 5.1.1 No such mailbox" in page
    smtp_sink.behave()
    smtp_sink.drop_after_data()
    invoice = an_invoice(invoice.customer)
    answer = desk.post(f"/invoices/{invoice.pk}/send/", given())
    assert "Nobody knows whether" in toasts(answer)[-1]
    assert "Arrival uncertain" in text(desk.get(f"/invoices/{invoice.pk}/"))


def test_an_uncertain_one_is_decided_by_a_person(desk: Client, account: Account, owner: User) -> None:
    invoice = an_invoice(a_company(account))
    first, second = [a_delivery(invoice, Uncertain("Connection lost"), owner) for _each in range(2)]
    answer = desk.post(f"/invoices/deliveries/{first.pk}/arrived/")
    assert toasts(answer) == [f"{invoice} counts as sent."]
    desk.post(f"/invoices/deliveries/{second.pk}/not-arrived/")
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent", "failed"}
    answer = desk.post(f"/invoices/deliveries/{first.pk}/not-arrived/")
    assert toasts(answer)[-1] == "What became of this is known already."


def test_one_that_came_back_is_amber_on_the_invoice(desk: Client, account: Account, owner: User) -> None:
    invoice = an_invoice(a_company(account))
    delivery = a_delivery(invoice, Sent(), owner)
    path = f"/invoices/deliveries/{delivery.pk}/came-back/"
    assert "counts as not sent" in text(desk.get(path))
    assert "Please fill this in." in text(desk.post(path, {"reason": ""}), 422)
    desk.post(path, {"reason": "550 mailbox full"})
    page = text(desk.get(f"/invoices/{invoice.pk}/"))
    assert '<span class="badge amber">E-mail came back</span>' in page
    assert "It came back: 550 mailbox full" in page
    assert Invoice.objects.get().sent_at is None
    assert toasts(desk.post(path, {"reason": "again"}))[-1] == "What became of this is known already."


# --- Book and send ----------------------------------------------------------------------------------


def test_book_and_send_does_both(desk: Client, account: Account, owner: User) -> None:
    change_template(
        account, kind="invoice", language="en", subject="Our {number}", body="{amount}, please", by=owner, at=NOW
    )
    draft = a_draft(a_company(account), total="121.00")
    assert "also sends it to info@midi.example at once, in English" in text(desk.get(f"/invoices/{draft.pk}/book/"))
    answer = desk.post(f"/invoices/{draft.pk}/book/", {"on": "2026-11-24", "send": "on"})
    assert toasts(answer) == [
        "Invoice 2026/1 booked, due on 24 December 2026.",
        "2026/1 sent to info@midi.example.",
    ]
    delivery = Delivery.objects.get()
    assert (delivery.subject, delivery.body, delivery.by) == ("Our 2026/1", "€121.00, please\n", owner)
    desk.post(f"/invoices/{draft.pk}/book/", {"on": "2026-11-24", "send": "on"})
    assert Delivery.objects.count() == 1


def test_book_alone_sends_nothing(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    desk.post(f"/invoices/{draft.pk}/book/", {"on": "2026-11-24"})
    assert (Delivery.objects.count(), Invoice.objects.get().is_draft) == (0, False)


def test_when_sending_is_refused_the_invoice_stays_booked_and_it_is_said(
    desk: Client, account: Account, smtp_sink: SmtpSink
) -> None:
    smtp_sink.refuse("550 No")
    draft = a_draft(a_company(account))
    answer = desk.post(f"/invoices/{draft.pk}/book/", {"on": "2026-11-24", "send": "on"})
    assert toasts(answer)[1] == "2026/1 was not sent. The other side said: 550 No"
    assert (Invoice.objects.get().is_draft, Delivery.objects.get().state) == (False, "failed")


def test_an_error_of_ours_leaves_it_booked_and_is_said(
    desk: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_facts: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(delivering, "send_by_mail", broken)
    draft = a_draft(a_company(account))
    answer = desk.post(f"/invoices/{draft.pk}/book/", {"on": "2026-11-24", "send": "on"})
    assert toasts(answer)[1] == "It was not sent because of an error. Send it from its page."
    assert not Invoice.objects.get().is_draft


def test_without_an_address_only_booking_is_offered(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account, email=""))
    assert "nobody has an e-mail address" in text(desk.get(f"/invoices/{draft.pk}/book/"))
    answer = desk.post(f"/invoices/{draft.pk}/book/", {"on": "2026-11-24", "send": "on"})
    assert toasts(answer)[1] == "It was not sent: nobody has an e-mail address."


# --- Walls, rights, lists ---------------------------------------------------------------------------


def test_a_draft_leads_back(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    answer = desk.get(f"/invoices/{draft.pk}/send/")
    assert (answer.status_code, toasts(answer)) == (302, ["This is a draft. Book it first."])


@pytest.mark.parametrize("way", ["send", "send-electronically"])
def test_what_was_booked_elsewhere_is_sent_from_there(desk: Client, account: Account, settings: Any, way: str) -> None:
    settings.EINVOICE_URL = "folder:///tmp/never"
    draft = a_draft(a_company(account))
    Invoice.objects.filter(pk=draft.pk).update(
        status="outstanding", invoice_number="A-9", invoice_date=TODAY, due_on=TODAY, imported_at=NOW
    )
    for answer in (desk.get(f"/invoices/{draft.pk}/{way}/"), desk.post(f"/invoices/{draft.pk}/{way}/", {})):
        assert (answer.status_code, toasts(answer)[-1]) == (
            302,
            "This invoice was booked elsewhere. Send it from there.",
        )
    assert Delivery.objects.count() == 0


def test_another_accounts_documents_are_not_found(desk: Client, owner: User) -> None:
    invoice = an_invoice(a_company(an_account(name="Elsewhere")))
    delivery = a_delivery(invoice, Uncertain("x"), None)  # type: ignore[arg-type]
    for path in ("send", "send-electronically"):
        assert desk.get(f"/invoices/{invoice.pk}/{path}/").status_code == 404
        assert desk.get(f"/invoices/credit-notes/{invoice.pk}/{path}/").status_code == 404
    for path in ("arrived", "not-arrived", "came-back"):
        assert desk.post(f"/invoices/deliveries/{delivery.pk}/{path}/").status_code == 404


def test_the_right_is_needed(client: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    delivery = a_delivery(invoice, Uncertain("x"), None)  # type: ignore[arg-type]
    client.force_login(a_member(account, "customers"))
    assert client.get(f"/invoices/{invoice.pk}/send/").status_code == 403
    for path in ("arrived", "not-arrived", "came-back"):
        assert client.post(f"/invoices/deliveries/{delivery.pk}/{path}/").status_code == 403
    assert "Send again" not in text(client.get(f"/invoices/{invoice.pk}/"))


def test_the_list_of_what_was_not_sent(desk: Client, account: Account, owner: User) -> None:
    company = a_company(account)
    unsent, sent = an_invoice(company), an_invoice(company)
    an_invoice(company, paid="all")
    a_draft(company)
    a_delivery(sent, Sent(), owner)
    answer = desk.get("/invoices/?tab=not-sent")
    assert list(answer.context["page"].rows) == [unsent]


def test_the_page_of_an_invoice_takes_as_many_queries_with_three_deliveries(
    desk: Client, account: Account, owner: User, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    invoice = an_invoice(a_company(account))
    counts = []
    for more in (1, 2):
        for _each in range(more):
            a_delivery(invoice, Sent(), owner)
        Activity.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/invoices/{invoice.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_without_a_way_out_nothing_electronic_is_offered(desk: Client, account: Account, settings: Any) -> None:
    invoice = an_invoice(a_company(account))
    settings.EINVOICE_URL = ""
    assert "Send electronically" not in text(desk.get(f"/invoices/{invoice.pk}/"))
    assert desk.get(f"/invoices/{invoice.pk}/send-electronically/").status_code == 404
    settings.EINVOICE_URL = "folder:///tmp/nowhere"
    assert "Send electronically" in text(desk.get(f"/invoices/{invoice.pk}/"))
