"""Making a subscription of an invoice that is to come again and again."""

import datetime as dt

import pytest

from comptoir.activities.models import Activity
from comptoir.core.terms import PaymentTerm
from comptoir.invoicing.drafting import lines_of
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions import from_invoice, lines, records
from comptoir.subscriptions.billing import bill
from tests.factories import NOW, a_company, a_department, a_draft, a_subscription, an_account, an_invoice

pytestmark = pytest.mark.django_db


def test_it_takes_over_for_whom_and_the_conditions() -> None:
    customer = a_company(an_account())
    said = {
        "department": a_department(customer.account),
        "for_attention_of_name": "Anne Dubois",
        "payment_term": PaymentTerm.END_OF_MONTH,
        "payment_days": 15,
        "currency": "CHF",
        "purchase_order_number": "PO-7",
        "expected_payment_method": "direct_debit",
        "discounts": [{"percentage": "5", "description": "Loyalty"}],
        "note": "Key under the mat",
    }
    invoice = a_draft(customer, **said)
    title = invoice.lines.get().description
    assert from_invoice.fields_of(invoice) == said | {"customer": customer, "title": title}


def test_of_one_that_a_subscription_made_title_and_note_are_the_subscriptions() -> None:
    subscription = a_subscription(a_company(an_account()), note="Key under the mat")
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    like = from_invoice.fields_of(Invoice.objects.get())
    assert (like["title"], like["note"]) == ("Terrace heating", "Key under the mat")


def test_an_archived_department_is_left_out() -> None:
    customer = a_company(an_account())
    archived = a_department(customer.account, status="archived")
    assert "department" not in from_invoice.fields_of(a_draft(customer, department=archived))


def test_the_activity_names_the_invoice() -> None:
    invoice = an_invoice(a_company(an_account()))
    like, account = from_invoice.fields_of(invoice), invoice.account
    made = records.create(
        account=account, by=None, at=NOW, lines=lines_of(invoice), starts_on=dt.date(2026, 12, 1), like_invoice=invoice,
        **like,
    )  # type: ignore[misc]  # fmt: skip
    assert lines.of(made) == lines_of(invoice)
    assert made.tax_inclusive == invoice.tax_inclusive
    told = Activity.objects.get(kind="subscription.created").effects["like_invoice"]
    assert told == {"id": str(invoice.pk), "number": invoice.invoice_number}
