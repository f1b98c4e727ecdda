"""PDFs of invoices, credit notes and reminders, asked for in the browser."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.models import Account
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import CreditNote, Invoice, Reminder
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, a_reminder, an_account, an_invoice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def things_of(account: Account) -> dict[str, Invoice | CreditNote | Reminder]:
    customer = a_company(account)
    credited = an_invoice(customer)
    reminded = an_invoice(customer, overdue_by=10)
    return {
        "invoice_pdf": an_invoice(customer),
        "credit_note_pdf": credit(credited, by=None, at=NOW, on=TODAY),
        "reminder_pdf": a_reminder(reminded, state="sent", subject="Overdue", body="Please pay.\n"),
    }


def name_of(thing: Any) -> str:
    if isinstance(thing, CreditNote):
        return f"Credit note {thing.credit_note_number.replace('/', '-')}.pdf"
    if isinstance(thing, Reminder):
        return f"Reminder {thing.invoice.invoice_number.replace('/', '-')}.pdf"
    return f"Invoice {thing.invoice_number.replace('/', '-')}.pdf"


@pytest.mark.parametrize("address", ["invoice_pdf", "credit_note_pdf", "reminder_pdf"])
def test_it_is_shown_and_saved_under_its_name(desk: Client, account: Account, address: str) -> None:
    thing = things_of(account)[address]
    answer = desk.get(reverse(address, args=[thing.pk]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name_of(thing)}"'


@pytest.mark.parametrize("address", ["invoice_pdf", "credit_note_pdf", "reminder_pdf"])
def test_that_of_another_account_is_not_found(desk: Client, address: str) -> None:
    theirs = things_of(an_account())[address]
    assert desk.get(reverse(address, args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("address", ["invoice_pdf", "credit_note_pdf", "reminder_pdf"])
def test_it_is_only_looked_at(desk: Client, account: Account, address: str) -> None:
    thing = things_of(account)[address]
    assert desk.post(reverse(address, args=[thing.pk])).status_code == 405


def test_a_reminder_that_is_not_written_yet_has_no_letter(desk: Client, account: Account) -> None:
    waiting = a_reminder(an_invoice(a_company(account), overdue_by=10))
    assert desk.get(reverse("reminder_pdf", args=[waiting.pk])).status_code == 404


def test_a_draft_is_shown_as_one(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    answer = desk.get(reverse("invoice_pdf", args=[draft.pk]))
    assert answer.headers["Content-Disposition"] == 'inline; filename="Invoice.pdf"'


def test_the_pages_lead_to_it_whoever_looks(client: Client, account: Account) -> None:
    client.force_login(a_member(account))
    things = things_of(account)
    pages = {"invoice_pdf": "invoice", "credit_note_pdf": "credit_note", "reminder_pdf": "reminder"}
    for address, page in pages.items():
        thing = things[address]
        assert reverse(address, args=[thing.pk]) in client.get(reverse(page, args=[thing.pk])).content.decode()
