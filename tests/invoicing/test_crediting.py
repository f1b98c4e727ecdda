"""Credit notes: the only correction of a booked invoice (G7)."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.invoicing import payments
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import CreditNote
from comptoir.invoicing.refusals import EarlierThanLast, NotBooked, NothingToCredit
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db


def test_a_full_credit_note_copies_the_lines_and_settles_the_invoice() -> None:
    account = an_account()
    invoice = book(a_draft(a_company(account)), by=None, at=NOW, on=TODAY)
    note = credit(invoice, by=a_user(account), at=NOW, on=TODAY)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.due, invoice.credited_amount) == ("matched", Decimal("0.00"), Decimal("121.00"))
    assert (note.credit_note_number, note.tax_inclusive, note.invoicee_name) == (
        "CN2026/1",
        Decimal("121.00"),
        "Brasserie du Midi SRL",
    )
    facts = ("position", "description", "quantity", "unit_price", "tax_rate", "tax_exclusive")
    assert list(note.lines.values(*facts)) == list(invoice.lines.values(*facts))
    activity = Activity.objects.get(kind="invoice.credited")
    assert (activity.effects["credit_note"]["number"], activity.effects["owed_back"]) == ("CN2026/1", "0.00")


def test_what_was_paid_is_owed_back() -> None:
    account = an_account()
    invoice = an_invoice(a_company(account))
    payment = payments.register(invoice, amount=Decimal("21.00"), paid_on=TODAY, by=None, at=NOW)
    credit(invoice, by=None, at=NOW, on=TODAY)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.due) == ("matched", Decimal("-21.00"))
    assert Activity.objects.get(kind="invoice.credited").effects["owed_back"] == "21.00"
    payments.remove(payment, by=None, at=NOW)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.due) == ("matched", Decimal("0.00"))


def test_crediting_twice_credits_once() -> None:
    invoice = an_invoice(a_company(an_account()))
    credit(invoice, by=None, at=NOW, on=TODAY)
    with pytest.raises(NothingToCredit):
        credit(invoice, by=None, at=NOW, on=TODAY)
    assert (CreditNote.objects.count(), Activity.objects.count()) == (1, 1)


def test_credit_notes_count_in_a_series_of_their_own() -> None:
    account = an_account()
    customer = a_company(account)
    invoices = [book(a_draft(customer), by=None, at=NOW, on=TODAY) for _ in range(3)]
    numbers = [credit(invoice, by=None, at=NOW, on=TODAY).credit_note_number for invoice in invoices[1:]]
    assert numbers == ["CN2026/1", "CN2026/2"]
    assert book(a_draft(customer), by=None, at=NOW, on=TODAY).invoice_number == "2026/4"


def test_a_day_before_the_last_credit_note_is_refused() -> None:
    account = an_account()
    customer = a_company(account)
    credit(an_invoice(customer), by=None, at=NOW, on=TODAY)
    with pytest.raises(EarlierThanLast):
        credit(an_invoice(customer), by=None, at=NOW, on=TODAY - dt.timedelta(days=1))


def test_a_draft_and_an_invoice_of_nothing_are_not_credited() -> None:
    account = an_account()
    customer = a_company(account)
    with pytest.raises(NotBooked):
        credit(a_draft(customer), by=None, at=NOW, on=TODAY)
    with pytest.raises(NothingToCredit):
        credit(an_invoice(customer, total="0.00"), by=None, at=NOW, on=TODAY)


def test_a_held_invoice_of_a_deactivated_customer_may_be_credited() -> None:
    invoice = an_invoice(a_company(an_account(), deactivated_at=NOW), on_hold=TODAY)
    credit(invoice, by=None, at=NOW, on=TODAY)
    invoice.refresh_from_db()
    assert invoice.is_settled


def test_crediting_needs_the_invoice_right() -> None:
    account = an_account()
    invoice = an_invoice(a_company(account))
    with pytest.raises(NotAllowed):
        credit(invoice, by=a_member(account, "customers"), at=NOW, on=TODAY)
    assert CreditNote.objects.count() == 0
