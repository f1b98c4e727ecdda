"""Booking gives number, dates and payment reference, and freezes."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.customers.models import Address
from comptoir.invoicing import drafting, numbering
from comptoir.invoicing.booking import book
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import NumberSeries
from comptoir.invoicing.numbering import Document, OutsideTransaction
from comptoir.invoicing.refusals import AlreadyBooked, EarlierThanLast, NegativeTotal, NothingToBook
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_member,
    a_user,
    an_account,
    an_invoice,
    the_department,
    the_vat,
)

pytestmark = pytest.mark.django_db


def test_booking_gives_number_date_due_date_and_reference() -> None:
    account = an_account()
    invoice = book(a_draft(a_company(account)), by=a_user(account), at=NOW, on=TODAY)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.fiscal_year, invoice.number, invoice.invoice_number) == (
        "outstanding",
        2026,
        1,
        "2026/1",
    )
    assert (invoice.invoice_date, invoice.due_on) == (TODAY, dt.date(2026, 12, 24))
    assert invoice.payment_reference == "+++260/0000/00170+++"
    assert invoice.due == Decimal("121.00")
    [activity] = Activity.objects.all()
    assert (activity.kind, activity.customer_id) == ("invoice.booked", invoice.customer_id)
    assert activity.effects["invoice"] == {
        "id": str(invoice.pk),
        "number": "2026/1",
        "total": "121.00",
        "currency": "EUR",
    }


def test_name_vat_number_and_invoicing_address_are_copied_as_they_are_now() -> None:
    account = an_account()
    customer = a_company(account, vat_number="BE0417497106", language="fr")
    Address.objects.create(
        customer=customer, type="invoicing", addressee="Comptabilité", line_1="Kanaal 2", postal_code="1011",
        city="Amsterdam", country="NL",
    )  # fmt: skip
    invoice = book(a_draft(customer), by=a_user(account), at=NOW, on=TODAY)
    customer.name = "Another name"
    customer.save()
    invoice.refresh_from_db()
    assert (invoice.invoicee_name, invoice.invoicee_vat_number) == ("Brasserie du Midi SRL", "BE0417497106")
    assert invoice.invoicee_address == "Comptabilité\nKanaal 2\n1011 Amsterdam\nPays-Bas"


def test_an_address_at_home_names_no_country() -> None:
    account = an_account()
    invoice = book(a_draft(a_company(account)), by=None, at=NOW, on=TODAY)
    assert invoice.invoicee_address == "Rue Haute 1\n1000 Brussels"


def test_outside_belgium_the_reference_is_a_creditor_reference() -> None:
    account = an_account()
    account.departments.update(country="NL", invoice_prefix="AN-")
    invoice = book(a_draft(a_company(account)), by=None, at=NOW, on=TODAY)
    assert (invoice.invoice_number, invoice.payment_reference) == ("AN-2026/1", "RF54AN2026000001")


def test_numbers_follow_one_another() -> None:
    account = an_account()
    customer = a_company(account)
    numbers = [book(a_draft(customer), by=None, at=NOW, on=TODAY).invoice_number for _ in range(3)]
    assert numbers == ["2026/1", "2026/2", "2026/3"]


def test_a_draft_on_hold_stays_on_hold_when_booked() -> None:
    account = an_account()
    invoice = book(a_draft(a_company(account), on_hold_since=TODAY), by=None, at=NOW, on=TODAY)
    invoice.refresh_from_db()
    assert (invoice.on_hold_since, invoice.is_on_hold) == (TODAY, True)


def test_an_invoice_that_comes_to_nothing_is_settled_at_once() -> None:
    account = an_account()
    draft = a_draft(a_company(account))
    drafting.edit(draft, by=None, at=NOW, lines=[LineData("Gift", Decimal(0), the_vat(account))])
    invoice = book(draft, by=None, at=NOW, on=TODAY)
    assert (invoice.status, invoice.paid_at) == ("matched", NOW)


def test_booking_twice_books_once() -> None:
    account = an_account()
    draft = a_draft(a_company(account))
    book(draft, by=None, at=NOW, on=TODAY)
    with pytest.raises(AlreadyBooked):
        book(draft, by=None, at=NOW, on=TODAY)
    assert NumberSeries.objects.get().last_number == 1
    assert Activity.objects.count() == 1


def test_a_draft_without_lines_or_below_zero_is_refused_and_takes_no_number() -> None:
    account = an_account()
    draft = a_draft(a_company(account))
    drafting.edit(draft, by=None, at=NOW, lines=[])
    with pytest.raises(NothingToBook):
        book(draft, by=None, at=NOW, on=TODAY)
    drafting.edit(draft, by=None, at=NOW, lines=[LineData("Refund", Decimal(-1), the_vat(account))])
    with pytest.raises(NegativeTotal):
        book(draft, by=None, at=NOW, on=TODAY)
    assert NumberSeries.objects.count() == 0


def test_a_date_before_the_last_one_of_the_series_is_refused() -> None:
    account = an_account()
    customer = a_company(account)
    book(a_draft(customer), by=None, at=NOW, on=TODAY)
    with pytest.raises(EarlierThanLast) as refusal:
        book(a_draft(customer), by=None, at=NOW, on=TODAY - dt.timedelta(days=1))
    assert (refusal.value.last_number, refusal.value.last_date) == ("2026/1", TODAY)
    assert NumberSeries.objects.get().last_number == 1


def test_last_years_series_goes_on_beside_this_years() -> None:
    account = an_account()
    customer = a_company(account)
    book(a_draft(customer), by=None, at=NOW, on=dt.date(2026, 1, 5))
    late = book(a_draft(customer), by=None, at=NOW, on=dt.date(2025, 12, 31))
    assert late.invoice_number == "2025/1"


def test_a_fiscal_year_is_named_after_the_year_it_begins_in() -> None:
    department = the_department(an_account())
    department.fiscal_year_starts = 7
    assert numbering.fiscal_year(department, dt.date(2026, 6, 30)) == 2025
    assert numbering.fiscal_year(department, dt.date(2026, 7, 1)) == 2026


def test_the_preview_of_a_number_takes_none() -> None:
    account = an_account()
    department = the_department(account)
    assert numbering.peek(department, Document.INVOICE, on=TODAY).text == "2026/1"
    assert numbering.peek(department, Document.CREDIT_NOTE, on=TODAY).text == "CN2026/1"
    assert book(a_draft(a_company(account)), by=None, at=NOW, on=TODAY).invoice_number == "2026/1"
    assert numbering.peek(department, Document.INVOICE, on=TODAY).text == "2026/2"


@pytest.mark.django_db(transaction=True)
def test_a_number_is_only_given_inside_the_documents_transaction() -> None:
    with pytest.raises(OutsideTransaction):
        numbering.take(the_department(an_account()), Document.INVOICE, on=TODAY)


def test_a_crash_after_the_number_gives_it_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    customer = a_company(account)

    def crash(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("comptoir.invoicing.booking.tell", crash)
        with pytest.raises(ZeroDivisionError):
            book(a_draft(customer), by=None, at=NOW, on=TODAY)
    assert book(a_draft(customer), by=None, at=NOW, on=TODAY).invoice_number == "2026/1"


def test_booking_needs_the_invoice_right() -> None:
    account = an_account()
    draft = a_draft(a_company(account))
    with pytest.raises(NotAllowed):
        book(draft, by=a_member(account, "customers"), at=NOW, on=TODAY)


def test_an_invoice_made_by_hand_in_a_series_is_found_as_its_last() -> None:
    account = an_account()
    customer = a_company(account)
    last = an_invoice(customer, overdue_by=0)
    assert numbering.last_of(the_department(account), Document.INVOICE, 2026) == (
        last.invoice_number,
        last.invoice_date,
    )
