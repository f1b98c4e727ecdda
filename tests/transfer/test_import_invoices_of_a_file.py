"""Importing invoices that were booked elsewhere, from a file whose columns were chosen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice, Payment, Reminder
from comptoir.invoicing.queueing import queue
from comptoir.transfer.importing import starting
from comptoir.transfer.importing.starting import map_columns
from tests.factories import NOW, a_company, a_member, a_user, an_account
from tests.transfer.importing import an_upload, checked, problems, run, undone
from tests.transfer.sheets import a_csv

pytestmark = pytest.mark.django_db
HEADER = [
    "Klant",
    "BTW-nummer",
    "Factuurnummer",
    "Factuurdatum",
    "Vervaldatum",
    "Totaal",
    "Betaald",
    "Betaald op",
    "Status",
]
OPEN = ["Midi", "", "F-1", "13/1/2026", "15/2/2026", "1.234,56", "", "", "open"]
PAID = ["Midi", "", "F-2", "14/1/2026", "13/2/2026", "100,00", "", "15/1/2026", ""]
PART = ["Midi", "", "F-3", "14/1/2026", "13/2/2026", "100,00", "40,00", "20/1/2026", "open"]


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


def test_open_paid_and_partly_paid_invoices_are_taken_over(account: Account, owner: User) -> None:
    a_company(account, "Midi")
    done = run(an_upload(account, owner, HEADER, OPEN, PAID, PART, kind="invoices"), by=owner)
    assert done.totals == {"rows": 3, "invoices": 3, "settled": 1}
    rows = Invoice.objects.order_by("invoice_number").values_list(
        "invoice_number", "status", "tax_inclusive", "due", "number"
    )
    assert list(rows) == [
        ("F-1", "outstanding", Decimal("1234.56"), Decimal("1234.56"), None),
        ("F-2", "matched", Decimal(100), Decimal(0), None),
        ("F-3", "outstanding", Decimal(100), Decimal(60), None),
    ]
    payments = Payment.objects.order_by("paid_on").values_list("paid_on", "amount")
    assert list(payments) == [(dt.date(2026, 1, 15), Decimal(100)), (dt.date(2026, 1, 20), Decimal(40))]


def test_an_old_invoice_is_reminded_once(account: Account, owner: User) -> None:
    a_company(account, "Midi")
    run(an_upload(account, owner, HEADER, OPEN, kind="invoices"), by=owner)
    queue(account, on=NOW.date(), at=NOW)
    queue(account, on=NOW.date(), at=NOW)
    assert Reminder.objects.count() == 1


def test_the_customer_is_found_by_vat_number_before_its_name(account: Account, owner: User) -> None:
    midi = a_company(account, "Brasserie du Midi", vat_number="BE 0417.497.106")
    a_company(account, "Midi")
    run(an_upload(account, owner, HEADER, ["Midi", "0417497106", *OPEN[2:]], kind="invoices"), by=owner)
    assert Invoice.objects.get().customer == midi


def test_customers_of_another_account_are_never_found(account: Account, owner: User) -> None:
    a_company(an_account(name="Other"), "Midi", vat_number="BE 0417.497.106")
    found = checked(an_upload(account, owner, HEADER, ["Midi", "BE0417497106", *OPEN[2:]], kind="invoices"), by=owner)
    assert problems(found) == [(2, "Klant", "There is no customer “Midi”.")]


def test_customers_that_are_not_found_are_added_when_that_was_chosen(account: Account, owner: User) -> None:
    done = run(an_upload(account, owner, HEADER, OPEN, PAID, kind="invoices", add_customers=True), by=owner)
    assert (done.totals["added"], Customer.objects.get().name, Invoice.objects.count()) == (1, "Midi", 2)


def test_adding_customers_needs_their_right_too(account: Account) -> None:
    member = a_member(account, Right.INVOICES)
    with pytest.raises(NotAllowed):
        checked(an_upload(account, member, HEADER, OPEN, kind="invoices", add_customers=True), by=member)


def test_what_is_wrong_is_named_by_row_and_column(account: Account, owner: User) -> None:
    a_company(account, "Midi")
    run(an_upload(account, owner, HEADER, [*OPEN[:2], "F-9", *OPEN[3:]], kind="invoices"), by=owner)
    rows = [
        [*OPEN[:2], "F-9", *OPEN[3:]],
        OPEN,
        OPEN,
        ["Midi", "", "F-4", "14/1/2027", "13/1/2027", "1.234,567", "", "", ""],
        ["Midi", "", "F-5", "14/1/2026", "13/2/2026", "10,00", "20,00", "", ""],
        ["Midi", "", "F-6", "14/1/2026", "13/2/2026", "10,00", "", "15/2/2026", "openstaand"],
        ["Midi", "", "", "", "13/2/2026", "-10,00", "", "", "?"],
        ["", "", "F-8", "14/1/2026", "13/2/2026", "10,00", "", "", ""],
    ]
    found = checked(an_upload(account, owner, HEADER, *rows, kind="invoices"), by=owner)
    assert sorted(problems(found)) == [
        (2, "Factuurnummer", "An invoice “F-9” is there already."),
        (4, "Factuurnummer", "“F-1” stands in row 3 already."),
        (5, "Factuurdatum", "The day has not come yet."),
        (5, "Totaal", "“1.234,567” has more decimals than EUR has."),
        (5, "Vervaldatum", "The invoice would be due before its date."),
        (6, "Betaald", "More was paid than it came to."),
        (7, "Status", "It says that something is due, but all was paid."),
        (8, "Factuurdatum", "It is empty."),
        (8, "Factuurnummer", "It is empty."),
        (8, "Status", "“?” says neither that it is paid nor that it is open."),
        (8, "Totaal", "“-10,00” is negative: credit notes cannot be imported as invoices."),
        (9, "Klant", "Neither a name nor a VAT number says whose invoice it is."),
    ]
    assert Invoice.objects.count() == 1


def test_an_open_way_of_writing_dates_is_asked(account: Account, owner: User) -> None:
    row = ["Midi", "", "F-1", "3/1/2026", "3/2/2026", "1.234", "", "", ""]
    with pytest.raises(ValidationError) as refusal:
        an_upload(account, owner, HEADER, row, kind="invoices")
    assert sorted(refusal.value.error_dict) == ["due_on", "invoice_date", "total"]


def test_what_was_chosen_where_it_is_open_holds(account: Account, owner: User) -> None:
    a_company(account, "Midi")
    row = ["Midi", "", "F-1", "3/1/2026", "3/2/2026", "1.234", "", "", ""]
    brought = starting.start(account=account, kind="invoices", name="a", content=a_csv(HEADER, row), by=owner, at=NOW)
    formats = {"Factuurdatum": "D/M/YYYY", "Vervaldatum": "D/M/YYYY", "Totaal": "comma"}
    run(map_columns(brought, mapping=brought.mapping, formats=formats, options={}, by=owner, at=NOW), by=owner)
    facts = Invoice.objects.values_list("invoice_date", "due_on", "tax_inclusive").get()
    assert facts == (dt.date(2026, 1, 3), dt.date(2026, 2, 3), Decimal(1234))


def test_undoing_takes_invoices_payments_and_added_companies_away(account: Account, owner: User) -> None:
    done = run(an_upload(account, owner, HEADER, OPEN, PAID, kind="invoices", add_customers=True), by=owner)
    assert undone(done, by=owner).state == "undone"
    assert (Invoice.objects.count(), Payment.objects.count(), Customer.objects.count()) == (0, 0, 0)
