"""The page of an invoice: facts, content, what may be done, walls."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.invoicing import payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import Invoice
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_member,
    a_paid_invoice,
    a_reminder,
    an_account,
    an_invoice,
    an_unknown_id,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
COMMANDS = ("Book", "Edit", "Register payment", "Put on hold", "Mark as no longer on hold", "Copy", "Credit…")


def text(client: Client, invoice: Invoice) -> str:
    return client.get(f"/invoices/{invoice.pk}/").content.decode()


def offered(client: Client, invoice: Invoice) -> list[str]:
    menu = text(client, invoice).split('id="menu-page"')
    return [
        command for command in [*COMMANDS, "Delete"] if len(menu) > 1 and f"{command}<" in menu[1].split("</header>")[0]
    ]


def test_what_may_be_done_depends_on_the_state(desk: Client, account: Account) -> None:
    customer = a_company(account)
    assert offered(desk, a_draft(customer)) == ["Book", "Edit", "Put on hold", "Copy", "Delete"]
    earlier = an_invoice(customer)
    assert offered(desk, earlier) == ["Register payment", "Put on hold", "Copy", "Credit…", "Delete"]
    assert offered(desk, an_invoice(customer, on_hold=TODAY)) == [
        "Register payment",
        "Mark as no longer on hold",
        "Copy",
        "Credit…",
        "Delete",
    ]
    assert offered(desk, earlier) == ["Register payment", "Put on hold", "Copy", "Credit…"]
    assert offered(desk, a_paid_invoice(customer)) == ["Copy", "Credit…"]
    credited = an_invoice(customer)
    credit(credited, by=None, at=NOW, on=TODAY)
    assert offered(desk, credited) == ["Copy"]


def test_without_the_right_nothing_is_offered_and_everything_can_be_read(client: Client, account: Account) -> None:
    client.force_login(a_member(account, "customers", "subscriptions"))
    invoice = an_invoice(a_company(account), on_hold=TODAY)
    assert offered(client, invoice) == []
    shown = text(client, invoice)
    assert "On hold since 24 November 2026" in shown
    assert "Mark as no longer on hold" not in shown


def test_the_next_reminder_is_named(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), overdue_by=3)
    answer = desk.get(f"/invoices/{invoice.pk}/")
    assert answer.context["following"].on.isoformat() == "2026-11-28"
    assert "3 days overdue" in answer.content.decode()
    held = an_invoice(a_company(account), overdue_by=3, on_hold=TODAY)
    assert "off while on hold" in text(desk, held)


def test_payments_credit_notes_and_reminders_are_listed(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), overdue_by=10)
    a_reminder(invoice, state="sent", recipients=["info@midi.example"])
    payments.register(invoice, amount=Decimal("21.00"), paid_on=TODAY, by=None, at=NOW)
    note = credit(invoice, by=None, at=NOW, on=TODAY)
    shown = text(desk, invoice)
    for words in ("info@midi.example", "Bank transfer", note.credit_note_number, "You owe back", "€\xa021.00"):
        assert words in shown
    assert note.credit_note_number in desk.get(f"/invoices/credit-notes/{note.pk}/").content.decode()


def test_a_foreign_and_an_unknown_invoice_are_missing(desk: Client) -> None:
    foreign = an_invoice(a_company(an_account(name="Other")))
    note = credit(foreign, by=None, at=NOW, on=TODAY)
    for id in (foreign.pk, an_unknown_id()):
        for path in ("", "edit/", "delete/", "book/", "hold/", "payments/", "credit/"):
            assert desk.get(f"/invoices/{id}/{path}").status_code == 404
        for path in ("delete/", "book/", "hold/", "payments/", "credit/", "copy/", "release/"):
            assert desk.post(f"/invoices/{id}/{path}").status_code == 404
        assert desk.post(f"/invoices/{id}/payments/{an_unknown_id()}/remove/").status_code == 404
        assert desk.post("/invoices/release/", {"id": [str(id)]}).status_code == 404
    assert desk.get(f"/invoices/credit-notes/{note.pk}/").status_code == 404
    assert desk.get("/invoices/new/", {"customer": foreign.customer_id}).status_code == 404


def test_every_command_is_refused_without_the_right(client: Client, account: Account) -> None:
    client.force_login(a_member(account, "customers", "subscriptions"))
    customer = a_company(account)
    draft, held = a_draft(customer), an_invoice(customer, on_hold=TODAY)
    payment = payments.register(held, amount=Decimal(1), paid_on=TODAY, by=None, at=NOW)
    for path in ("edit/", "delete/", "book/", "hold/", "payments/", "credit/"):
        answer = client.get(f"/invoices/{draft.pk}/{path}")
        assert (answer.status_code, "right to change invoices" in answer.content.decode()) == (403, True), path
    for path in ("delete/", "book/", "hold/", "payments/", "credit/", "copy/", "release/"):
        assert client.post(f"/invoices/{held.pk}/{path}").status_code == 403, path
    assert client.post(f"/invoices/{held.pk}/payments/{payment.pk}/remove/").status_code == 403
    assert client.post("/invoices/release/", {"id": [str(held.pk)]}).status_code == 403
    assert client.get("/invoices/new/").status_code == 403
    held.refresh_from_db()
    assert (held.is_on_hold, held.paid_amount, Invoice.objects.count()) == (True, Decimal(1), 2)


def test_three_lines_and_payments_take_as_many_queries_as_one(
    desk: Client, account: Account, django_assert_num_queries: Any
) -> None:
    invoice = book(a_draft(a_company(account)), by=None, at=NOW, on=TODAY)
    payments.register(invoice, amount=Decimal(1), paid_on=TODAY, by=None, at=NOW)
    text(desk, invoice)
    with django_assert_num_queries(20) as one:
        text(desk, invoice)
    for _ in range(2):
        payments.register(invoice, amount=Decimal(1), paid_on=TODAY, by=None, at=NOW)
    with django_assert_num_queries(len(one)):
        text(desk, invoice)
