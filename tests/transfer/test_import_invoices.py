"""Importing invoices of another system: all of a file or nothing of it."""

import datetime as dt
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comptoir.accounts.models import Account
from comptoir.accounts.rights import Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.invoicing.booking import book
from comptoir.invoicing.models import Invoice, Payment, Reminder
from tests.factories import NOW, TODAY, a_company, a_contact, a_draft, a_member, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db
MAP = "customer=Client,number=No,invoice_date=Date,due_on=Due,total=Amount,paid_on=Paid"
HEADER = "Client,No,Date,Due,Amount,Paid,Unused"
GOOD = [
    "Brasserie du Midi SRL,F-101,1/2/2026,2/1/2026,55.94,1/15/2026,x",
    "Zaal Noord,F-102,1/26/2026,2/25/2026,\"1,061.74\",,x",
    "Zaal Noord,F-103,7/3/2026,8/2/2026,0.00,,x",
]  # fmt: skip


@pytest.fixture
def account() -> Account:
    account = an_account(name="Atelier Nord")
    a_user(account, email="owner@nord.example")
    return account


def run(tmp_path: Path, lines: list[str], *, header: str = HEADER, written_in: str = "utf-8", **options: Any) -> str:
    file = tmp_path / "invoices.csv"
    file.write_text("\n".join([header, *lines]), encoding=written_in)
    told = StringIO()
    options = {"account": "owner@nord.example", "map": MAP, "dates": "M/D/YYYY"} | options
    arguments = [
        f"--{name.replace('_', '-')}" + ("" if value is True else f"={value}") for name, value in options.items()
    ]
    call_command("import_invoices", str(file), *arguments, stdout=told)
    return told.getvalue().strip()


def nothing_was_written() -> bool:
    return not (Invoice.objects.exists() or Payment.objects.exists() or Activity.objects.exists())


def test_invoices_are_booked_with_the_numbers_they_had_and_settled_on_their_day(
    account: Account, tmp_path: Path
) -> None:
    midi = a_company(account, "Brasserie du Midi SRL")
    told = run(tmp_path, GOOD)
    assert told == "Imported 3 invoices (2 settled), 1 new companies."
    rows = Invoice.objects.order_by("invoice_number").values_list(
        "invoice_number", "customer__name", "status", "invoice_date", "due_on", "tax_inclusive", "due", "number"
    )
    assert list(rows) == [
        ("F-101", midi.name, "matched", dt.date(2026, 1, 2), dt.date(2026, 2, 1), Decimal("55.94"), Decimal(0), None),
        ("F-102", "Zaal Noord", "outstanding", dt.date(2026, 1, 26), dt.date(2026, 2, 25), Decimal("1061.74"),
         Decimal("1061.74"), None),
        ("F-103", "Zaal Noord", "matched", dt.date(2026, 7, 3), dt.date(2026, 8, 2), Decimal(0), Decimal(0), None),
    ]  # fmt: skip
    assert list(Payment.objects.values_list("amount", "paid_on")) == [(Decimal("55.94"), dt.date(2026, 1, 15))]
    assert Customer.objects.get(name="Zaal Noord").is_company
    kinds = Activity.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["customer.added", "invoice.imported", "invoice.imported", "invoice.imported"]


def test_imported_invoices_leave_our_own_series_alone(account: Account, tmp_path: Path) -> None:
    run(tmp_path, GOOD)
    assert book(a_draft(a_company(account)), by=None, at=NOW, on=dt.date(2026, 1, 1)).invoice_number == "2026/1"


def test_a_dry_run_tries_everything_and_writes_nothing(account: Account, tmp_path: Path) -> None:
    assert run(tmp_path, GOOD, dry_run=True) == "Would import 3 invoices (2 settled), 2 new companies."
    assert nothing_was_written()
    assert not Customer.objects.exists()


def test_customers_are_found_by_name_whatever_accents_and_capitals(account: Account, tmp_path: Path) -> None:
    a_company(account, "Café Müller")
    a_contact(account, "Luc Martin")
    run(
        tmp_path,
        ["CAFE MULLER,1,1/2/2026,1/2/2026,5,,", "Luc Martin,2,1/2/2026,1/2/2026,5,,", "Neu,3,1/2/2026,1/2/2026,5,,"],
    )
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["Café Müller", "Luc Martin", "Neu"]


def test_a_name_that_several_customers_bear_is_refused(account: Account, tmp_path: Path) -> None:
    a_company(account, "Zaal Noord")
    a_company(account, "Zaal Noord")
    with pytest.raises(CommandError, match="Row 3: Several customers are called “Zaal Noord”"):
        run(tmp_path, GOOD)
    assert nothing_was_written()


def test_customers_of_another_account_are_never_found(account: Account, tmp_path: Path) -> None:
    other = a_company(an_account(name="Other"), "Zaal Noord")
    run(tmp_path, GOOD)
    assert other.invoices.count() == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Midi,F-9,2/30/2026,3/1/2026,5,,", "Row 5, column Date: “2/30/2026” is not a date written as M/D/YYYY."),
        ("Midi,F-9,1/1/2026,1/31/2026,5.001,,", "Row 5, column Amount: “5.001” has more decimals than EUR has."),
        ("Midi,F-9,1/1/2026,1/31/2026,five,,", "Row 5, column Amount: “five” is not an amount."),
        ("Midi,F-9,1/1/2026,12/31/2025,5,,", "Row 5, column Due: The invoice would be due before its date."),
        ("Midi,F-9,1/1/2099,2/1/2099,5,,", "Row 5, column Date: The day has not come yet."),
        ("Midi,F-9,1/1/2026,2/1/2026,5,1/1/2099,", "Row 5, column Paid: The day has not come yet."),
        ("Midi,F-9,1/1/2026,2/1/2046,5,,", "Row 5, column Due: The invoice would be due more than ten years after"),
        (",F-9,1/1/2026,2/1/2026,5,,", "Row 5, column Client: It is empty."),
        ("Midi,F-101,1/1/2026,2/1/2026,5,,", "Row 5, column No: “F-101” stands in row 2 already."),
        ("Midi,F-9,1/1/2026,2/1/2026", "Row 5: It has 4 cells, but the header has 7."),
        ('Midi,"F-9,1/1/2026,2/1/2026,5,,', "Row 5: It cannot be read as comma-separated values"),
        (f"Midi,{'9' * 41},1/1/2026,2/1/2026,5,,", "is longer than 40 characters"),
        ("Midi,F-9\0,1/1/2026,2/1/2026,5,,", "Row 5"),
    ],
)
def test_one_bad_row_changes_nothing_and_is_named(account: Account, tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(CommandError) as error:
        run(tmp_path, [*GOOD, line])
    assert told in str(error.value)
    assert nothing_was_written()
    assert not Customer.objects.exists()


def test_every_problem_is_told_at_once(account: Account, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as error:
        run(tmp_path, ["Midi,F-1,x,y,z,,", "Midi,,1/1/2026,2/1/2026,5,,"])
    assert str(error.value) == (
        "Nothing was imported.\n"
        "Row 2, column Date: “x” is not a date written as M/D/YYYY.\n"
        "Row 2, column Due: “y” is not a date written as M/D/YYYY.\n"
        "Row 2, column Amount: “z” is not an amount.\n"
        "Row 3, column No: It is empty."
    )


def test_numbers_that_are_there_already_are_refused(account: Account, tmp_path: Path) -> None:
    run(tmp_path, GOOD)
    with pytest.raises(CommandError, match="Row 2: An invoice “F-102” is there already"):
        run(tmp_path, [GOOD[1]])
    own = an_invoice(a_company(account))
    with pytest.raises(CommandError, match="is there already"):
        run(tmp_path, [f"Midi,{own.invoice_number},1/1/2026,2/1/2026,5,,"])
    assert Invoice.objects.count() == 4


def test_thirty_five_thousand_rows_with_a_bad_last_one_change_nothing(account: Account, tmp_path: Path) -> None:
    lines = [f"Client {n % 100},F-{n},1/2/2026,2/1/2026,55.94,1/15/2026,x" for n in range(34_999)]
    with pytest.raises(CommandError, match="Row 35001, column Amount: “55,9” is not an amount"):
        run(tmp_path, [*lines, 'Client 1,F-LAST,1/2/2026,2/1/2026,"55,9",,x'])
    assert nothing_was_written()
    assert not Customer.objects.exists()


def test_a_file_of_a_spreadsheet_that_writes_commas_for_decimals(account: Account, tmp_path: Path) -> None:
    run(
        tmp_path,
        ['"Zaal; Noord";F-1;24-11-2025;24-12-2025;1.234,56;'],
        header="Client;No;Date;Due;Amount;Paid",
        written_in="utf-8-sig",
        dates="D-M-YYYY",
        decimals="comma",
        currency="USD",
    )
    invoice = Invoice.objects.get()
    assert (invoice.customer.name, invoice.due, invoice.currency) == ("Zaal; Noord", Decimal("1234.56"), "USD")


def test_columns_that_are_not_there_or_there_twice_are_named(account: Account, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Row 1, column Paid: There is no such column"):
        run(tmp_path, [], header="Client,No,Date,Due,Amount")
    with pytest.raises(CommandError, match="Row 1, column Date: There are several such columns"):
        run(tmp_path, [], header="Client,No,Date,Due,Amount,Paid,Date")


@pytest.mark.parametrize("lines", [[], ["", ",,,,,,"]])
def test_an_empty_file_is_refused(account: Account, tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(CommandError, match="There is nothing below the header"):
        run(tmp_path, lines)


def test_a_file_in_another_encoding_is_refused_in_words(account: Account, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path, ["Café,F-1,1/2/2026,2/1/2026,5,,"], written_in="latin-1")
    run(tmp_path, ["Café,F-1,1/2/2026,2/1/2026,5,,"], written_in="latin-1", encoding="latin-1")


def test_a_mapping_that_makes_no_sense_is_refused(account: Account, tmp_path: Path) -> None:
    for mapping, sentence in (
        ("customer=Client", "No column is given for number, invoice_date, due_on, total"),
        (f"{MAP},colour=Unused", "“colour” is not one of"),
        (f"{MAP},total=Unused", "“total” is given twice"),
        ("customer", "is not written as FIELD=COLUMN"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(tmp_path, GOOD, map=mapping)


def test_only_somebody_with_the_rights_may_import(account: Account, tmp_path: Path) -> None:
    a_member(account, Right.CUSTOMERS, email="sales@nord.example")
    with pytest.raises(CommandError, match="You do not have the right to change invoices"):
        run(tmp_path, GOOD, account="sales@nord.example")
    with pytest.raises(CommandError, match="Nobody logs in as"):
        run(tmp_path, GOOD, account="nobody@nord.example")
    assert nothing_was_written()


def test_an_import_sends_no_reminder_by_itself(account: Account, tmp_path: Path) -> None:
    run(tmp_path, ["Midi,F-1,1/2/2020,2/1/2020,5,,"])
    assert Invoice.objects.remindable(on=TODAY).count() == 1
    assert Reminder.objects.count() == 0
