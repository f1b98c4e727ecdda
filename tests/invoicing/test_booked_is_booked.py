"""A booked invoice's content never changes (G7): no verb does it, and the database refuses it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from comptoir.invoicing import drafting, holds, payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import Invoice, InvoiceLine
from comptoir.invoicing.refusals import AlreadyBooked, NotADraft, NotTheLast
from tests.factories import NOW, TODAY, a_company, a_draft, a_user, an_account, the_vat

pytestmark = pytest.mark.django_db
CONTENT = (
    "department fiscal_year number invoice_number invoice_date due_on payment_term payment_days currency "
    "purchase_order_number payment_reference note for_attention_of_name invoicee_name invoicee_vat_number "
    "invoicee_address tax_exclusive tax_inclusive taxes imported_at"
).split()


def content(invoice: Invoice) -> list[object]:
    return [Invoice.objects.values(*CONTENT).get(pk=invoice.pk), *InvoiceLine.objects.filter(invoice=invoice).values()]


def a_booked_one() -> Invoice:
    return book(a_draft(a_company(an_account())), by=None, at=NOW, on=TODAY)


def test_no_verb_changes_what_was_booked() -> None:
    invoice = a_booked_one()
    by = a_user(invoice.account)
    book(a_draft(invoice.customer), by=None, at=NOW, on=TODAY)
    before = content(invoice)
    with pytest.raises(NotADraft):
        drafting.edit(invoice, by=by, at=NOW, lines=[], note="Changed", currency="USD")
    with pytest.raises(NotTheLast):
        drafting.delete(invoice, by=by, at=NOW)
    with pytest.raises(AlreadyBooked):
        book(invoice, by=by, at=NOW, on=TODAY + dt.timedelta(days=9))
    drafting.copy(invoice, by=by, at=NOW)
    holds.put_on_hold(invoice, by=by, at=NOW, reason="Dispute")
    payment = payments.register(invoice, amount=Decimal("121.00"), paid_on=TODAY, by=by, at=NOW)
    payments.remove(payment, by=by, at=NOW)
    holds.release(invoice, by=by, at=NOW)
    credit(invoice, by=by, at=NOW, on=TODAY)
    assert content(invoice) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "draft"),
        ("number", 99),
        ("fiscal_year", 2020),
        ("invoice_number", "2026/99"),
        ("invoice_date", dt.date(2026, 1, 1)),
        ("due_on", dt.date(2027, 1, 1)),
        ("currency", "USD"),
        ("tax_inclusive", Decimal(500)),
        ("taxes", []),
        ("invoicee_name", "Somebody else"),
        ("payment_reference", "+++000/0000/00097+++"),
        ("note", "Changed"),
    ],
)
def test_the_database_refuses_to_change_a_booked_invoice(field: str, value: object) -> None:
    invoice = a_booked_one()
    before = content(invoice)
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(**{field: value})
    assert content(invoice) == before


def test_the_database_refuses_to_change_a_line_of_a_booked_invoice() -> None:
    invoice = a_booked_one()
    with pytest.raises(DatabaseError), transaction.atomic():
        invoice.lines.update(description="Something else")
    draft = a_draft(invoice.customer)
    draft.lines.update(description="Something else", tax_rate=the_vat(invoice.account, "0.06"))


def test_the_database_lets_through_what_is_not_content() -> None:
    invoice = a_booked_one()
    Invoice.objects.filter(pk=invoice.pk).update(
        on_hold_since=TODAY, email="else@midi.example", paid_amount=Decimal(1), updated_at=NOW
    )
