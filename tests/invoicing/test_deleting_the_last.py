"""The last document of a series may be deleted while nobody has it: the next one takes its number (G5)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.invoicing import drafting, holds, numbering, payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.deletion import delete_credit_note, obstacle
from comptoir.invoicing.models import CreditNote, Delivery, Invoice, InvoiceLine, NumberSeries, Reminder
from comptoir.invoicing.numbering import Document
from comptoir.invoicing.refusals import (
    BookedElsewhere,
    MadeBySubscription,
    NotTheLast,
    PaidOrCredited,
    WasSent,
)
from comptoir.subscriptions.billing import bill
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_member,
    a_reminder,
    a_subscription,
    a_user,
    an_account,
    the_department,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer() -> Customer:
    return a_company(an_account())


def booked(customer: Customer, on: dt.date = TODAY) -> Invoice:
    return book(a_draft(customer), by=None, at=NOW, on=on)


def delete(invoice: Invoice, **facts: Any) -> None:
    drafting.delete(invoice, **({"by": None, "at": NOW} | facts))


def refused(invoice: Invoice, why: type[Exception]) -> None:
    """It cannot be deleted, the page knows it beforehand, and nothing happened."""
    assert type(obstacle(invoice)) is why
    told = Activity.objects.count()
    with pytest.raises(why):
        delete(invoice)
    assert Invoice.objects.filter(pk=invoice.pk).exists()
    assert Activity.objects.count() == told


def a_delivery(invoice: Invoice, state: str, **facts: Any) -> Delivery:
    facts |= {"claimed_at": NOW} if state in ("leaving", "sent", "uncertain") else {}
    facts |= {"sent_at": NOW} if state == "sent" else {}
    facts |= {"channel": "email", "state": state, "queued_at": NOW, "next_attempt_at": NOW}
    return Delivery.objects.create(account=invoice.account, invoice=invoice, **facts)


def test_the_next_invoice_takes_the_number_of_the_deleted_one(customer: Customer) -> None:
    booked(customer)
    last = booked(customer)
    assert obstacle(last) is None
    delete(last, by=a_user(customer.account))
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (1, 1)
    assert booked(customer).invoice_number == "2026/2"
    assert booked(customer).invoice_number == "2026/3"


def test_what_was_deleted_stays_told_with_number_and_total(customer: Customer) -> None:
    delete(booked(customer))
    (activity,) = Activity.objects.filter(kind="invoice.deleted")
    assert activity.customer_id == customer.pk
    assert (activity.effects["invoice"]["number"], activity.effects["invoice"]["total"]) == ("2026/1", "121.00")


def test_after_the_only_one_the_series_is_as_new(customer: Customer) -> None:
    department = the_department(customer.account)
    delete(booked(customer))
    assert not numbering.has_given(department, on=TODAY)
    assert numbering.peek(department, Document.INVOICE, on=TODAY).text == "2026/1"


def test_the_first_of_a_series_that_begins_later_is_first_again(customer: Customer) -> None:
    department = the_department(customer.account)
    NumberSeries.objects.create(department=department, document="invoice", fiscal_year=2026, first_number=118)
    invoice = booked(customer)
    assert invoice.number == 118
    delete(invoice)
    assert not numbering.has_given(department, on=TODAY)
    assert [booked(customer).number, booked(customer).number] == [118, 119]


def test_an_invoice_that_another_follows_is_refused(customer: Customer) -> None:
    first = booked(customer)
    booked(customer)
    refused(first, NotTheLast)


def test_the_last_of_an_earlier_year_may_go(customer: Customer) -> None:
    earlier = booked(customer, TODAY - dt.timedelta(days=365))
    booked(customer)
    delete(earlier)
    assert booked(customer, TODAY - dt.timedelta(days=365)).invoice_number == "2025/1"


def test_what_was_paid_or_credited_of_is_refused_also_after_removing_one_of_them(customer: Customer) -> None:
    invoice = booked(customer)
    payment = payments.register(invoice, amount=Decimal(1), paid_on=TODAY, by=None, at=NOW)
    refused(invoice, PaidOrCredited)
    note = credit(invoice, by=None, at=NOW, on=TODAY)
    payments.remove(payment, by=None, at=NOW)
    invoice.refresh_from_db()
    refused(invoice, PaidOrCredited)
    delete_credit_note(note, by=None, at=NOW)
    delete(invoice)


@pytest.mark.parametrize("state", ["leaving", "sent", "uncertain"])
def test_what_the_customer_was_reminded_of_is_refused(customer: Customer, state: str) -> None:
    invoice = booked(customer)
    a_reminder(invoice, state=state)
    refused(invoice, WasSent)


@pytest.mark.parametrize("state", ["queued", "withdrawn"])
def test_a_reminder_that_never_left_goes_along(customer: Customer, state: str) -> None:
    invoice = booked(customer)
    a_reminder(invoice, state=state)
    delete(invoice)
    assert (Invoice.objects.count(), Reminder.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", ["queued", "leaving", "sent", "uncertain"])
def test_what_was_sent_or_waits_to_be_is_refused(customer: Customer, state: str) -> None:
    invoice = booked(customer)
    a_delivery(invoice, state)
    refused(invoice, WasSent)


def test_a_delivery_that_certainly_failed_goes_along(customer: Customer) -> None:
    invoice = booked(customer)
    a_delivery(invoice, "failed")
    delete(invoice)
    assert Delivery.objects.count() == 0


def test_what_is_marked_as_sent_is_refused(customer: Customer) -> None:
    invoice = booked(customer)
    Invoice.objects.filter(pk=invoice.pk).update(sent_at=NOW)
    invoice.refresh_from_db()
    refused(invoice, WasSent)


def test_an_imported_one_is_refused(customer: Customer) -> None:
    draft = a_draft(customer)
    Invoice.objects.filter(pk=draft.pk).update(
        status="outstanding", invoice_number="A-9", invoice_date=TODAY, due_on=TODAY, imported_at=NOW
    )
    draft.refresh_from_db()
    refused(draft, BookedElsewhere)


def test_what_a_subscription_made_is_refused(customer: Customer) -> None:
    a_subscription(customer, next_on=TODAY, generation="book")
    bill(customer.account, on=TODAY, at=NOW)
    refused(Invoice.objects.get(), MadeBySubscription)


def test_one_on_hold_may_go(customer: Customer) -> None:
    invoice = booked(customer)
    holds.put_on_hold(invoice, by=a_user(customer.account), at=NOW)
    delete(invoice)
    assert Invoice.objects.count() == 0


def test_deleting_twice_finds_it_gone(customer: Customer) -> None:
    invoice = booked(customer)
    delete(invoice)
    with pytest.raises(Invoice.DoesNotExist):
        delete(invoice)
    assert Activity.objects.filter(kind="invoice.deleted").count() == 1


def test_it_needs_the_invoice_right(customer: Customer) -> None:
    invoice = booked(customer)
    note = credit(booked(customer), by=None, at=NOW, on=TODAY)
    somebody = a_member(customer.account, "customers")
    with pytest.raises(NotAllowed):
        delete(invoice, by=somebody)
    with pytest.raises(NotAllowed):
        delete_credit_note(note, by=somebody, at=NOW)


# --- Credit notes ---------------------------------------------------------------------------------


def test_without_its_credit_note_an_invoice_is_due_again(customer: Customer) -> None:
    invoice = booked(customer)
    payments.register(invoice, amount=Decimal(21), paid_on=TODAY, by=None, at=NOW)
    note = credit(invoice, by=None, at=NOW, on=TODAY)
    assert obstacle(note) is None
    delete_credit_note(note, by=a_user(customer.account), at=NOW)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.credited_amount, invoice.due) == ("outstanding", Decimal(0), Decimal(100))
    (activity,) = Activity.objects.filter(kind="invoice.credit_note_deleted")
    assert (activity.effects["credit_note"]["number"], activity.effects["credit_note"]["total"]) == (
        "CN2026/1",
        "121.00",
    )
    assert credit(invoice, by=None, at=NOW, on=TODAY).credit_note_number == "CN2026/1"


def test_a_credit_note_that_another_follows_or_that_was_sent_is_refused(customer: Customer) -> None:
    first, last = (credit(booked(customer), by=None, at=NOW, on=TODAY) for _ in range(2))
    assert type(obstacle(first)) is NotTheLast
    with pytest.raises(NotTheLast):
        delete_credit_note(first, by=None, at=NOW)
    CreditNote.objects.filter(pk=last.pk).update(sent_at=NOW)
    last.refresh_from_db()
    assert type(obstacle(last)) is WasSent
    with pytest.raises(WasSent):
        delete_credit_note(last, by=None, at=NOW)
    assert CreditNote.objects.count() == 2


def test_deleting_a_credit_note_twice_finds_it_gone(customer: Customer) -> None:
    note = credit(booked(customer), by=None, at=NOW, on=TODAY)
    delete_credit_note(note, by=None, at=NOW)
    with pytest.raises(CreditNote.DoesNotExist):
        delete_credit_note(note, by=None, at=NOW)
    assert Activity.objects.filter(kind="invoice.credit_note_deleted").count() == 1
