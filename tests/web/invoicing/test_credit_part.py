"""Crediting a part: chosen line by line, totalled live, made once."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.invoicing import drafting, payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.remainder import remainder_of
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, an_account, an_invoice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def said(invoice: Invoice, quantity: str = "", price: str = "", **more: Any) -> dict[str, Any]:
    """The form as a person sends it, for the only line of the invoice."""
    remainder = remainder_of(invoice)
    line = invoice.lines.get()
    rows = {f"line-{line.pk}-quantity": quantity, f"line-{line.pk}-unit_price": price}
    return rows | {"on": "2026-11-24", "left": str(remainder.total), "id": str(uuid.uuid4())} | more


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def invoice(account: Account) -> Invoice:
    return an_invoice(a_company(account))


def test_nothing_is_taken_back_before_somebody_says_so(desk: Client, invoice: Invoice) -> None:
    shown = desk.get(f"/invoices/{invoice.pk}/credit/part/").content.decode()
    assert "€\xa0121.00 of €\xa0121.00 is left to credit." in shown
    assert "Nothing is taken back yet." in shown
    answer = desk.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice))
    assert answer.status_code == 422
    assert "This comes to nothing. Say what you take back, and how much of it." in answer.content.decode()


def test_a_part_is_credited_and_told(desk: Client, invoice: Invoice) -> None:
    answer = desk.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice, "0,4"))
    assert (answer.status_code, answer["Location"]) == (302, f"/invoices/{invoice.pk}/")
    assert toasts(answer) == [f"€\xa048.40 of invoice {invoice.invoice_number} credited with CN2026/1."]
    invoice.refresh_from_db()
    assert invoice.due == Decimal("72.60")


def test_the_same_form_sent_twice_credits_once(desk: Client, invoice: Invoice) -> None:
    form = said(invoice, "0.4")
    for _ in range(2):
        answer = desk.post(f"/invoices/{invoice.pk}/credit/part/", form)
        assert answer.status_code == 302
    assert CreditNote.objects.count() == 1


@pytest.mark.parametrize(
    ("quantity", "price", "field", "sentence"),
    [
        ("1.0001", "", "quantity", "Choose from 0 to 1."),
        ("-1", "", "quantity", "Choose from 0 to 1."),
        ("much", "", "quantity", "This is not a number. Write it like 1234.56."),
        ("1", "100.01", "unit_price", "Of this line, €\xa0100.00 without VAT is left."),
        ("1", "-1", "unit_price", "Of this line, €\xa0100.00 without VAT is left."),
    ],
)
def test_more_than_is_left_is_refused_at_its_line(
    desk: Client, invoice: Invoice, quantity: str, price: str, field: str, sentence: str
) -> None:
    answer = desk.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice, quantity, price))
    assert (answer.status_code, answer.context["rows"][0].errors[field]) == (422, [sentence])
    assert CreditNote.objects.count() == 0


def test_a_day_before_the_invoice_is_refused_at_the_date(desk: Client, invoice: Invoice) -> None:
    answer = desk.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice, "1", on="2026-11-01"))
    assert answer.context["form"].errors["on"] == [
        "The invoice is of 15 November 2026. Its credit note must be of that day or later."
    ]


def test_what_was_credited_meanwhile_is_looked_at_again(desk: Client, invoice: Invoice) -> None:
    form = said(invoice, "1")
    desk.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice, "0.5"))
    answer = desk.post(f"/invoices/{invoice.pk}/credit/part/", form)
    assert answer.status_code == 409
    assert "Meanwhile a part was credited: €\xa060.50 is left. Please look again." in answer.content.decode()
    assert 'name="left" value="60.50"' in answer.content.decode()
    assert CreditNote.objects.count() == 1


def test_totals_are_those_of_the_note(desk: Client, invoice: Invoice) -> None:
    shown = desk.post(f"/invoices/{invoice.pk}/credit/part/totals/", said(invoice, "0.5")).content.decode()
    assert "€\xa060.50" in shown
    assert "Due afterwards: €\xa060.50" in shown
    shown = desk.post(f"/invoices/{invoice.pk}/credit/part/totals/", said(invoice, "x")).content.decode()
    assert "Nothing is taken back yet." in shown


def test_crediting_all_that_is_left_settles_it(desk: Client, invoice: Invoice) -> None:
    desk.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice, "0.4"))
    shown = desk.get(f"/invoices/{invoice.pk}/credit/").content.decode()
    assert "€\xa048.40 was credited already. Credit note CN2026/2 of €\xa072.60 is made" in shown
    desk.post(f"/invoices/{invoice.pk}/credit/", {"on": "2026-11-24"})
    invoice.refresh_from_db()
    assert (invoice.is_settled, invoice.due) == (True, Decimal(0))


def test_what_cannot_be_credited_leads_back_to_the_invoice(desk: Client, account: Account, invoice: Invoice) -> None:
    credit(invoice, by=None, at=NOW, on=TODAY)
    for each, sentence in [
        (invoice, f"Invoice {invoice.invoice_number} has already been credited."),
        (a_draft(a_company(account)), "This is a draft. Book it first."),
    ]:
        answer = desk.get(f"/invoices/{each.pk}/credit/part/")
        assert (answer["Location"], toasts(answer)[-1]) == (f"/invoices/{each.pk}/", sentence)


def test_another_accounts_invoice_is_not_there(desk: Client) -> None:
    foreign = an_invoice(a_company(an_account(name="Elsewhere")))
    for path in ("", "totals/"):
        assert desk.post(f"/invoices/{foreign.pk}/credit/part/{path}", said(foreign, "1")).status_code == 404


def test_an_id_of_another_note_is_not_there(desk: Client, account: Account, invoice: Invoice) -> None:
    other = an_invoice(a_company(account))
    form = said(invoice, "0.5")
    desk.post(f"/invoices/{invoice.pk}/credit/part/", form)
    assert desk.post(f"/invoices/{other.pk}/credit/part/", said(other, "0.5", id=form["id"])).status_code == 404


def test_it_needs_the_invoice_right(client: Client, account: Account, invoice: Invoice) -> None:
    client.force_login(a_member(account, "customers"))
    assert client.get(f"/invoices/{invoice.pk}/credit/part/").status_code == 403
    assert client.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice, "1")).status_code == 403


def test_an_invoice_of_which_a_part_was_credited_says_so(desk: Client, invoice: Invoice) -> None:
    desk.post(f"/invoices/{invoice.pk}/credit/part/", said(invoice, "0.4"))
    shown = desk.get(f"/invoices/{invoice.pk}/").content.decode()
    assert ("Partly credited" in shown, "Partly paid" in shown) == (True, False)
    assert "of €\xa0121.00, €\xa048.40 credited" in shown
    payments.register(invoice, amount=Decimal("72.60"), paid_on=TODAY, by=None, at=NOW)
    shown = desk.get(f"/invoices/{invoice.pk}/").content.decode()
    assert ('<span class="badge green">Paid</span>' in shown, ">Credited<" in shown) == (True, False)


def test_three_lines_take_as_many_queries_as_one(
    desk: Client, account: Account, invoice: Invoice, django_assert_num_queries: Any
) -> None:
    path = f"/invoices/{invoice.pk}/credit/part/"
    desk.get(path)
    with CaptureQueriesContext(connection) as one:
        desk.get(path)
    (line,) = drafting.lines_of(invoice)
    customer = invoice.customer
    made = drafting.draft(
        account=account, department=invoice.department, customer=customer, by=None, at=NOW, lines=[line] * 3
    )
    longer = book(made, by=None, at=NOW, on=TODAY)
    with django_assert_num_queries(len(one)):
        desk.get(f"/invoices/{longer.pk}/credit/part/")
