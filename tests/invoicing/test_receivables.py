"""What customers owe altogether, against a plain reading of the same invoices."""

import datetime as dt
import itertools
import random
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from comptoir.accounts.models import Account, Department
from comptoir.customers.models import Customer
from comptoir.invoicing.ages import AGES
from comptoir.invoicing.models import CreditNote, Invoice, Payment, Status
from comptoir.invoicing.over_time import Standing, days_until, over_time
from comptoir.invoicing.receivables import Ageing, Debtor, Owed, ageing, by_customer, debtors
from tests.factories import NOW, TODAY, a_company, a_department, a_draft, a_paid_invoice, an_account, an_invoice

pytestmark = pytest.mark.django_db
number = itertools.count(1)


@pytest.mark.parametrize(
    ("overdue_by", "age"),
    [
        (-5, "not-due"),
        (0, "not-due"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "over-90"),
        (4000, "over-90"),
    ],
)
def test_an_invoice_is_of_one_age(overdue_by: int, age: str) -> None:
    account = an_account()
    an_invoice(a_company(account), overdue_by=overdue_by, total="50.00")
    [ages] = ageing(account, on=TODAY).values()
    assert {key: owed for key, owed in ages.chased.items() if owed.count} == {age: Owed(Decimal("50.00"), 1)}


def test_what_is_on_hold_stands_apart() -> None:
    account = an_account()
    customer = a_company(account)
    an_invoice(customer, overdue_by=40, total="100.00", paid="0.10")
    an_invoice(customer, overdue_by=40, total="20.20", on_hold=TODAY)
    an_invoice(customer, total="5.00")
    [ages] = ageing(account, on=TODAY).values()
    assert (ages.chased["31-60"], ages.held["31-60"]) == (Owed(Decimal("99.90"), 1), Owed(Decimal("20.20"), 1))
    assert ages.together["31-60"] == Owed(Decimal("120.10"), 2)
    assert ages.overdue == Owed(Decimal("120.10"), 2)
    assert (ages.all_chased, ages.all_held) == (Owed(Decimal("104.90"), 2), Owed(Decimal("20.20"), 1))
    assert ages.outstanding == Owed(Decimal("125.10"), 3)


def test_currencies_are_never_added() -> None:
    account = an_account()
    customer = a_company(account)
    an_invoice(customer, total="100.00")
    an_invoice(customer, total="3000.00", currency="JPY")
    found = ageing(account, on=TODAY)
    assert {currency: ages.outstanding.amount for currency, ages in found.items()} == {"EUR": 100, "JPY": 3000}
    assert [str(row.owed) for row in debtors(by_customer(account, currency="JPY", on=TODAY))] == ["3000"]


def test_drafts_settled_invoices_and_other_accounts_are_not_owed() -> None:
    account = an_account()
    customer = a_company(account)
    a_draft(customer)
    a_paid_invoice(customer)
    an_invoice(a_company(an_account(name="Other")), overdue_by=3)
    assert ageing(account, on=TODAY) == {}
    assert list(by_customer(account, currency="EUR", on=TODAY)) == []
    assert over_time(account, on=TODAY) == {}


def test_a_paid_invoice_that_is_credited_lessens_nothing() -> None:
    account = an_account()
    customer = a_company(account)
    an_invoice(customer, total="40.00")
    paid = booked(customer, total="100.00", on=dt.date(2026, 8, 1), due_on=dt.date(2026, 8, 20))
    settle(paid, payments=[("100.00", dt.date(2026, 9, 10))], credits=[("100.00", dt.date(2026, 10, 10))])
    assert ageing(account, on=TODAY)["EUR"].outstanding.amount == 40
    told = {standing.on: (standing.outstanding, standing.overdue) for standing in over_time(account, on=TODAY)["EUR"]}
    assert told[dt.date(2026, 7, 31)] == (0, 0)
    assert told[dt.date(2026, 8, 31)] == (100, 100)
    assert told[dt.date(2026, 9, 30)] == (0, 0)
    assert told[dt.date(2026, 10, 31)] == (0, 0)
    assert told[TODAY] == (40, 0)


def test_the_days_are_the_ends_of_twelve_months_and_today() -> None:
    days = days_until(dt.date(2026, 2, 28))
    assert (len(days), days[0], days[-2:]) == (13, dt.date(2025, 2, 28), [dt.date(2026, 1, 31), dt.date(2026, 2, 28)])


@pytest.mark.parametrize("seed", range(8))
def test_a_plain_reading_of_random_business_says_the_same(seed: int) -> None:
    account = an_account()
    departments = [account.departments.get(), a_department(account)]
    rows = business(account, departments, random.Random(seed))
    for department in (None, *departments):
        mine = [row for row in rows if department in (None, row.department)]
        assert ageing(account, on=TODAY, department=department) == plain_ageing(mine)
        assert over_time(account, on=TODAY, department=department) == plain_history(mine)
        for currency in ("EUR", "ISK"):
            found = by_customer(account, currency=currency, on=TODAY, department=department)
            assert {row.customer_id: row for row in debtors(found)} == plain_debtors(
                [row for row in mine if row.currency == currency]
            )


def test_today_in_the_history_is_what_is_outstanding_by_age() -> None:
    account = an_account()
    business(account, [account.departments.get()], random.Random(99))
    for currency, ages in ageing(account, on=TODAY).items():
        last = over_time(account, on=TODAY)[currency][-1]
        assert last == Standing(TODAY, ages.outstanding.amount, ages.overdue.amount)


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: Any) -> None:
    account = an_account()
    for seed in range(3):
        business(account, [account.departments.get()], random.Random(seed), invoices=5 + 10 * seed)
        with django_assert_num_queries(1):
            ageing(account, on=TODAY)
        with django_assert_num_queries(1):
            list(by_customer(account, currency="EUR", on=TODAY))
        with django_assert_num_queries(5):
            over_time(account, on=TODAY)


def business(
    account: Account, departments: list[Department], chance: random.Random, *, invoices: int = 40
) -> list[Invoice]:
    """Invoices of a few customers over two years: paid, credited, both, held, imported, in two currencies."""
    customers = [a_company(account, f"Company {place}") for place in range(4)]
    for __ in range(invoices):
        on = TODAY - dt.timedelta(days=chance.randrange(0, 700))
        currency = chance.choice(["EUR", "EUR", "EUR", "ISK"])
        total = Decimal(chance.randrange(1, 500_000)) / (1 if currency == "ISK" else 100)
        invoice = booked(
            chance.choice(customers),
            total=str(total),
            on=on,
            due_on=on + dt.timedelta(days=chance.choice([0, 14, 30, 60])),
            currency=currency,
            department=chance.choice(departments),
            imported=chance.random() < 0.3,
            on_hold=chance.choice([None, None, TODAY]),
        )
        settle(invoice, **random_settlements(invoice, chance))
    return list(Invoice.objects.of(account).prefetch_related("payments", "credit_notes"))


def random_settlements(invoice: Invoice, chance: random.Random) -> dict[str, Any]:
    def day() -> dt.date:
        return invoice.invoice_date + dt.timedelta(days=chance.randrange(0, (TODAY - invoice.invoice_date).days + 1))

    half = (invoice.tax_inclusive / 2).quantize(Decimal(1) if invoice.currency == "ISK" else Decimal("0.01"))
    ways: list[tuple[list[Decimal], list[Decimal]]] = [
        ([], []),
        ([half], []),
        ([half, invoice.tax_inclusive - half], []),
        ([invoice.tax_inclusive], []),
        ([], [invoice.tax_inclusive]),
        ([half], [invoice.tax_inclusive]),
        ([invoice.tax_inclusive], [invoice.tax_inclusive]),
    ]
    payments, credits = chance.choice(ways)
    some = [(amount, day()) for amount in payments if amount], [(amount, day()) for amount in credits]
    return dict(zip(("payments", "credits"), some, strict=True))


def booked(
    customer: Customer, *, total: str, on: dt.date, due_on: dt.date, imported: bool = False, **facts: Any
) -> Invoice:
    """An invoice of the day `on`, perhaps imported."""
    held = facts.pop("on_hold", None)
    invoice = a_draft(customer, total=total, **facts)
    running = next(number)
    numbers = (
        {"imported_at": NOW} if imported else {"fiscal_year": on.year, "number": 100_000 + running, "imported_at": None}
    )
    Invoice.objects.filter(pk=invoice.pk).update(
        status=Status.OUTSTANDING,
        invoice_number=f"X/{running}",
        invoice_date=on,
        due_on=due_on,
        on_hold_since=held,
        **numbers,
    )
    invoice.refresh_from_db()
    return invoice


def settle(invoice: Invoice, *, payments: list[Any], credits: list[Any]) -> None:
    """Pay and credit it on these days."""
    facts = {"account": invoice.account, "invoice": invoice, "created_at": NOW}
    for amount, day in payments:
        Payment.objects.create(amount=Decimal(amount), paid_on=day, **facts)
    for amount, day in credits:
        running = next(number)
        CreditNote.objects.create(
            department=invoice.department,
            customer=invoice.customer,
            fiscal_year=day.year,
            number=running,
            credit_note_number=f"C/{running}",
            credit_note_date=day,
            currency=invoice.currency,
            invoicee_name=invoice.customer.name,
            tax_exclusive=Decimal(amount),
            tax_inclusive=Decimal(amount),
            **facts,
        )
    paid = sum((Decimal(amount) for amount, __ in payments), Decimal(0))
    credited = sum((Decimal(amount) for amount, __ in credits), Decimal(0))
    settled = paid + credited >= invoice.tax_inclusive
    Invoice.objects.filter(pk=invoice.pk).update(
        paid_amount=paid, credited_amount=credited, status=Status.MATCHED if settled else Status.OUTSTANDING
    )


def due_at(invoice: Invoice, day: dt.date) -> Decimal:
    """What was due on it at the end of the day, read off its documents."""
    if invoice.invoice_date > day:
        return Decimal(0)
    paid = sum(payment.amount for payment in invoice.payments.all() if payment.paid_on <= day)
    credited = sum(note.tax_inclusive for note in invoice.credit_notes.all() if note.credit_note_date <= day)
    return max(Decimal(0), invoice.tax_inclusive - paid - credited)


def plain_ageing(invoices: list[Invoice]) -> dict[str, Ageing]:
    found: dict[str, Ageing] = {}
    for invoice in invoices:
        due = due_at(invoice, TODAY)
        if due:
            ages = found.setdefault(invoice.currency, Ageing(invoice.currency))
            side = ages.held if invoice.on_hold_since else ages.chased
            side[plain_age(invoice)] += Owed(due, 1)
    return found


def plain_age(invoice: Invoice) -> str:
    late = (TODAY - invoice.due_on).days
    return AGES[0 if late < 1 else min(1 + (late - 1) // 30, 4)].key


def plain_history(invoices: list[Invoice]) -> dict[str, list[Standing]]:
    told = {}
    for currency in {invoice.currency for invoice in invoices}:
        mine = [invoice for invoice in invoices if invoice.currency == currency]
        told[currency] = [
            Standing(
                day,
                sum((due_at(invoice, day) for invoice in mine), Decimal(0)),
                sum((due_at(invoice, day) for invoice in mine if invoice.due_on < day), Decimal(0)),
            )
            for day in days_until(TODAY)
        ]
    return {currency: rows for currency, rows in told.items() if any(row.outstanding for row in rows)}


def plain_debtors(invoices: list[Invoice]) -> dict[Any, Any]:
    found: defaultdict[Any, list[Invoice]] = defaultdict(list)
    for invoice in invoices:
        if due_at(invoice, TODAY):
            found[invoice.customer_id].append(invoice)
    return {customer: plain_debtor(customer, theirs) for customer, theirs in found.items()}


def plain_debtor(customer: Any, invoices: list[Invoice]) -> Any:
    chased = {age.key: Decimal(0) for age in AGES}
    held = Decimal(0)
    for invoice in invoices:
        if invoice.on_hold_since:
            held += invoice.due
        else:
            chased[plain_age(invoice)] += invoice.due
    return Debtor(customer, invoices[0].currency, sum(chased.values(), held), len(invoices), held, chased)
