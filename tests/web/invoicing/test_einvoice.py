"""Electronic invoices on the pages: downloads, and what receivers would refuse, beside what mends it."""

from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.invoicing import documents
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.models import CreditNote, Invoice
from tests.einvoices import a_bill, a_line, a_rate, a_seller
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_draft,
    a_member,
    a_paid_invoice,
    a_user,
    an_account,
    an_unknown_id,
    the_department,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

NOT_READY = "Not ready to leave as an electronic invoice"


def page(client: Client, invoice: Invoice, more: str = "") -> str:
    return client.get(f"/invoices/{invoice.pk}/{more}").content.decode()


def with_pdf(document: Invoice | CreditNote) -> bytes:
    """The electronic invoice, with the PDF inside."""
    return ubl(document, pdf=documents.pdf(document), name=documents.file_name(document))


def test_an_invoice_is_downloaded_under_its_number(client: Client) -> None:
    seller = a_seller()
    client.force_login(a_user(seller.account))
    invoice = a_bill(seller)
    answer = client.get(f"/invoices/{invoice.pk}/ubl/")
    assert (answer.content, answer["Content-Type"]) == (with_pdf(invoice), "application/xml")
    assert answer["Content-Disposition"] == 'attachment; filename="2026-1.xml"'
    assert f'href="/invoices/{invoice.pk}/ubl/"' in page(client, invoice)


def test_so_is_a_credit_note(client: Client) -> None:
    seller = a_seller()
    client.force_login(a_user(seller.account))
    note = credit(a_bill(seller), by=None, at=NOW, on=TODAY)
    answer = client.get(f"/invoices/credit-notes/{note.pk}/ubl/")
    assert (answer.content, answer["Content-Disposition"]) == (with_pdf(note), 'attachment; filename="CN2026-1.xml"')
    assert (
        f'href="/invoices/credit-notes/{note.pk}/ubl/"'
        in client.get(f"/invoices/credit-notes/{note.pk}/").content.decode()
    )


def test_drafts_and_other_accounts_invoices_are_not(desk: Client, account: Account) -> None:
    foreign = book(a_draft(a_company(an_account())), by=None, at=NOW, on=TODAY)
    foreign_note = credit(foreign, by=None, at=NOW, on=TODAY)
    draft = a_draft(a_company(account))
    paths = [*(f"{id}/ubl/" for id in (draft.pk, foreign.pk, an_unknown_id())), f"credit-notes/{foreign_note.pk}/ubl/"]
    assert [desk.get(f"/invoices/{path}").status_code for path in paths] == [404] * 4


@pytest.mark.parametrize("more", ["", "book/"])
def test_faults_stand_beside_what_mends_them(desk: Client, account: Account, more: str) -> None:
    company = a_company(account)
    shown = page(desk, a_draft(company), more)
    department = the_department(account)
    assert f"{NOT_READY}: 3 things are missing or wrong." in " ".join(shown.split())
    assert f'<a href="/settings/departments/{department.pk}/#id_vat_number">Edit the department</a>' in shown
    assert f'<a href="/settings/departments/{department.pk}/#id_iban">Edit the department</a>' in shown
    assert f'<a href="/companies/{company.pk}/edit/#id_electronic_invoicing_address">Edit the customer</a>' in shown


def test_who_may_not_mend_them_reads_them_without_links(client: Client, account: Account) -> None:
    client.force_login(a_member(account, "invoices"))
    shown = page(client, a_draft(a_company(account)))
    assert "Atelier Nord has no IBAN to pay to." in shown
    assert "#id_" not in shown


def test_what_is_wrong_with_the_draft_leads_to_it(client: Client) -> None:
    seller = a_seller()
    client.force_login(a_user(seller.account))
    invoice = a_bill(seller, a_line(a_rate(seller, "S", "0.21"), description=" "))
    assert "Line 1 has no description." in page(client, invoice)
    assert "Edit the draft" not in page(client, invoice)
    assert "credit it and make it again" in page(client, invoice)


def test_nothing_is_said_where_nothing_is_wrong_or_nothing_leaves(client: Client, account: Account) -> None:
    seller = a_seller()
    client.force_login(a_user(seller.account))
    assert NOT_READY not in page(client, a_bill(seller))
    client.force_login(a_user(account))
    assert NOT_READY not in page(client, a_paid_invoice(a_company(account)))
    assert NOT_READY not in page(client, a_draft(a_contact(account)))


def test_faults_of_a_credit_note_are_shown_too(desk: Client, account: Account) -> None:
    note = credit(book(a_draft(a_company(account)), by=None, at=NOW, on=TODAY), by=None, at=NOW, on=TODAY)
    assert NOT_READY in desk.get(f"/invoices/credit-notes/{note.pk}/").content.decode()


def test_many_faults_cost_no_more_queries_than_few(client: Client, django_assert_max_num_queries: Any) -> None:
    seller = a_seller()
    client.force_login(a_user(seller.account))
    blank = a_line(a_rate(seller, "S", "0.21"), description=" ")
    few, many = a_bill(seller, blank), a_bill(seller, *[blank] * 4)
    with django_assert_max_num_queries(40) as counted:
        page(client, few)
    with django_assert_max_num_queries(len(counted)):
        page(client, many)
