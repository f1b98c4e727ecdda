"""Drafts may change; booked invoices may not (G7)."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.accounts.models import Account
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.invoicing import drafting
from comptoir.invoicing.booking import book
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice, InvoiceLine, Product
from comptoir.invoicing.refusals import AmountTooLarge, ChangedMeanwhile, ForeignTaxRate, NotADraft
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_department,
    a_draft,
    a_member,
    a_user,
    an_account,
    an_invoice,
    the_department,
    the_vat,
)

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=5)


def a_line(account: Account, price: str = "100", **facts: object) -> LineData:
    return LineData("Work", Decimal(price), the_vat(account), **facts)  # type: ignore[arg-type]


def activities() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def test_a_draft_takes_term_and_currency_from_its_customer() -> None:
    account = an_account()
    customer = a_company(account, payment_term="end_of_month", payment_days=14, preferred_currency="CHF")
    invoice = drafting.draft(
        account=account,
        department=the_department(account),
        customer=customer,
        by=a_user(account),
        at=NOW,
        lines=[a_line(account, "100", quantity=Decimal(2), discount=Decimal(10))],
    )
    invoice.refresh_from_db()
    assert (invoice.status, invoice.invoice_number, invoice.invoice_date) == ("draft", "", None)
    assert (invoice.payment_term, invoice.payment_days, invoice.currency) == ("end_of_month", 14, "CHF")
    assert (invoice.tax_exclusive, invoice.tax_inclusive) == (Decimal("180.00"), Decimal("217.80"))
    assert invoice.taxes == [{"category": "S", "rate": "0.21", "taxable": "180.00", "tax": "37.80"}]
    assert [(line.position, line.tax_exclusive) for line in invoice.lines.all()] == [(1, Decimal("180.00"))]
    assert activities() == ["invoice.drafted"]


def test_a_draft_for_a_deactivated_customer_is_allowed_and_not_held() -> None:
    account = an_account()
    customer = a_company(account, deactivated_at=NOW)
    invoice = drafting.draft(
        account=account, department=the_department(account), customer=customer, by=None, at=NOW, lines=[]
    )
    assert not invoice.is_on_hold


def test_editing_replaces_the_lines_and_totals_up_again() -> None:
    account = an_account()
    invoice = a_draft(a_company(account))
    drafting.edit(invoice, by=a_user(account), at=LATER, lines=[a_line(account, "1"), a_line(account, "2")], note="Hi")
    invoice.refresh_from_db()
    assert [line.unit_price for line in invoice.lines.all()] == [Decimal(1), Decimal(2)]
    assert (invoice.tax_inclusive, invoice.note, invoice.updated_at) == (Decimal("3.63"), "Hi", LATER)
    assert activities() == ["invoice.edited"]


def test_another_currency_rounds_the_lines_anew() -> None:
    account = an_account()
    invoice = a_draft(a_company(account), total="121.00")
    drafting.edit(invoice, by=None, at=LATER, lines=[a_line(account, "10.40")])
    drafting.edit(invoice, by=None, at=LATER, currency="JPY")
    invoice.refresh_from_db()
    assert (invoice.tax_exclusive, invoice.tax_inclusive) == (Decimal(10), Decimal(12))


def test_an_edit_of_what_somebody_else_changed_meanwhile_is_refused() -> None:
    account = an_account()
    invoice = a_draft(a_company(account))
    drafting.edit(invoice, by=None, at=LATER, note="First", seen=NOW)
    with pytest.raises(ChangedMeanwhile):
        drafting.edit(invoice, by=None, at=LATER + dt.timedelta(minutes=1), note="Second", seen=NOW)
    invoice.refresh_from_db()
    assert invoice.note == "First"


def test_a_booked_invoice_is_not_edited() -> None:
    account = an_account()
    invoice = an_invoice(a_company(account))
    with pytest.raises(NotADraft):
        drafting.edit(invoice, by=a_user(account), at=LATER, note="Changed")
    assert Invoice.objects.get().note == ""
    assert activities() == []


def test_deleting_a_draft_leaves_one_activity_on_the_customer() -> None:
    account = an_account()
    customer = a_company(account)
    drafting.delete(a_draft(customer), by=a_user(account), at=LATER)
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (0, 0)
    assert list(Activity.objects.values_list("kind", "customer_id")) == [("invoice.deleted", customer.pk)]


def test_a_copy_is_a_draft_with_the_same_customer_conditions_and_lines() -> None:
    account = an_account()
    contact = a_contact(account)
    source = an_invoice(a_company(account), total="242.00", for_attention_of_contact=contact, on_hold=NOW.date())
    made = drafting.copy(source, by=a_user(account), at=LATER)
    made.refresh_from_db()
    assert (made.status, made.invoice_number, made.is_on_hold) == ("draft", "", False)
    assert (made.customer, made.for_attention_of_contact, made.due) == (source.customer, contact, Decimal("242.00"))
    assert drafting.lines_of(made) == drafting.lines_of(source)
    assert activities() == ["invoice.copied"]


def test_a_vat_rate_of_another_department_is_refused() -> None:
    account = an_account()
    other = a_department(account, country="FR")
    with pytest.raises(ForeignTaxRate):
        drafting.draft(
            account=account,
            department=other,
            customer=a_company(account),
            by=None,
            at=NOW,
            lines=[a_line(account)],
        )
    assert Invoice.objects.count() == 0


def test_a_total_that_no_column_can_keep_is_refused() -> None:
    account = an_account()
    invoice = a_draft(a_company(account))
    with pytest.raises(AmountTooLarge):
        drafting.edit(invoice, by=None, at=LATER, lines=[a_line(account, "9999999999", quantity=Decimal("99999999"))])
    assert Invoice.objects.get().tax_inclusive == Decimal("121.00")


def test_a_form_sent_twice_makes_one_draft_and_one_copy() -> None:
    account = an_account()
    customer, key, copy_key = a_company(account), new_id(), new_id()
    for _ in range(2):
        made = drafting.draft(
            account=account,
            department=the_department(account),
            customer=customer,
            by=None,
            at=NOW,
            lines=[a_line(account)],
            id=key,
        )
        copied = drafting.copy(made, by=None, at=NOW, id=copy_key)
    assert (made.pk, copied.pk, Invoice.objects.count(), InvoiceLine.objects.count()) == (key, copy_key, 2, 2)
    assert activities() == ["invoice.drafted", "invoice.copied"]


def test_an_id_of_another_account_is_never_given_back() -> None:
    foreign = a_draft(a_company(an_account(name="Other")))
    account = an_account()
    with pytest.raises(Invoice.DoesNotExist):
        drafting.draft(
            account=account,
            department=the_department(account),
            customer=a_company(account),
            by=None,
            at=NOW,
            id=foreign.pk,
        )


def test_drafting_editing_deleting_and_copying_need_the_invoice_right() -> None:
    account = an_account()
    member = a_member(account, "customers", "subscriptions")
    customer = a_company(account)
    invoice = a_draft(customer)
    with pytest.raises(NotAllowed):
        drafting.draft(account=account, department=the_department(account), customer=customer, by=member, at=NOW)
    with pytest.raises(NotAllowed):
        drafting.edit(invoice, by=member, at=NOW, note="x")
    with pytest.raises(NotAllowed):
        drafting.delete(invoice, by=member, at=NOW)
    with pytest.raises(NotAllowed):
        drafting.copy(invoice, by=member, at=NOW)
    assert activities() == []


def test_a_copy_keeps_units_sections_products_and_discounts() -> None:
    account = an_account()
    product = Product.objects.create(
        account=account, name="Work", selling_price=Decimal(60), search_text="work", added_at=NOW, updated_at=NOW
    )
    line = LineData(
        "Work",
        unit_price=Decimal("60.1234"),
        tax_rate=the_vat(account),
        quantity=Decimal("2.5"),
        discount=Decimal("5"),
        section="Terrace",
        extended_description="In the rain",
        unit_of_measure="HUR",
        product=product,
    )
    source = drafting.draft(
        account=account,
        department=the_department(account),
        customer=a_company(account),
        by=None,
        at=NOW,
        lines=[line],
        discounts=[{"percentage": "10", "description": "Loyal"}],
        delivery_date=TODAY,
        expected_payment_method="sepa_direct_debit",
    )
    booked = book(source, by=None, at=NOW, on=TODAY)
    made = drafting.copy(booked, by=a_user(account), at=LATER)
    assert drafting.lines_of(made) == [line]
    assert (made.discounts, made.expected_payment_method) == (booked.discounts, "sepa_direct_debit")
    assert (made.tax_exclusive, made.tax_inclusive) == (booked.tax_exclusive, booked.tax_inclusive)
    assert (made.delivery_date, made.seller, made.buyer, made.sent_at) == (None, {}, {}, None)
