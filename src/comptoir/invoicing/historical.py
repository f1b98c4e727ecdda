"""Taking over invoices that were booked elsewhere, with the numbers they were given there."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record_all
from comptoir.core.days import local_moment
from comptoir.core.terms import PaymentTerm
from comptoir.customers.models import Customer
from comptoir.invoicing.booking import address_of
from comptoir.invoicing.models import Invoice, Payment, Status
from comptoir.invoicing.refusals import NumbersTaken
from comptoir.invoicing.telling import entry

AT_ONCE = 500
"""Rows in one statement."""


@dataclass(frozen=True)
class HistoricalInvoice:
    """An invoice of another system: what it came to, and what was paid of it, if something was.

    `paid_on` alone says that all of it was paid that day; with `paid_amount` it was that much.
    """

    customer: Customer
    number: str
    invoice_date: dt.date
    due_on: dt.date
    total: Decimal
    currency: str
    paid_on: dt.date | None = None
    purchase_order_number: str = ""
    payment_reference: str = ""
    paid_amount: Decimal | None = None

    @property
    def paid(self) -> Decimal:
        """What came in."""
        if self.paid_on is None:
            return Decimal(0)
        return self.total if self.paid_amount is None else self.paid_amount

    @property
    def is_settled(self) -> bool:
        """Nothing is due on it."""
        return self.paid == self.total


def take_over(
    invoices: Sequence[HistoricalInvoice], *, department: Department, by: User | None, at: dt.datetime
) -> list[Invoice]:
    """Write `invoices` as booked ones of `department`: all of them or, on any error, none. One activity each.

    They stay outside our number series (`number` is empty, `imported_at` is set), so that ours has no gap and begins
    at 1 (G5). Lines and VAT are in the other system's documents; here only the total is known. In lists they stand at
    their invoice date. Nobody is flooded with reminders for them: an invoice gets at most its one latest step (G8).

    Refuses numbers that the department has already (NumbersTaken). Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        if taken := numbers_taken(department, [each.number for each in invoices]):
            raise NumbersTaken(tuple(sorted(taken)))
        addresses = {
            customer: address_of(customer, seen_from=department) for customer in {each.customer for each in invoices}
        }
        made = [_invoice(each, addresses[each.customer], department=department, at=at) for each in invoices]
        Invoice.objects.bulk_create(made, batch_size=AT_ONCE)
        Payment.objects.bulk_create(
            [
                Payment(
                    account=invoice.account,
                    invoice=invoice,
                    amount=each.paid,
                    paid_on=each.paid_on,
                    registered_by=by,
                    created_at=at,
                )
                for each, invoice in zip(invoices, made, strict=True)
                if each.paid_on is not None and each.paid
            ],
            batch_size=AT_ONCE,
        )
        entries = [
            entry(invoice, invoice_date=each.invoice_date, paid_on=each.paid_on)
            for each, invoice in zip(invoices, made, strict=True)
        ]
        record_all("invoice.imported", entries, account=department.account, by=by, at=at)
    return made


def numbers_taken(department: Department, numbers: Sequence[str]) -> set[str]:
    """Those of `numbers` that an invoice of the department bears already."""
    taken: set[str] = set()
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        there = Invoice.objects.filter(department=department, invoice_number__in=some)
        taken |= set(there.values_list("invoice_number", flat=True))
    return taken


def _invoice(each: HistoricalInvoice, address: str, *, department: Department, at: dt.datetime) -> Invoice:
    customer, account = each.customer, department.account
    return Invoice(
        account=account,
        department=department,
        customer=customer,
        status=Status.MATCHED if each.is_settled else Status.OUTSTANDING,
        invoice_number=each.number,
        invoice_date=each.invoice_date,
        due_on=each.due_on,
        payment_term=PaymentTerm.AFTER_INVOICE_DATE,
        payment_days=(each.due_on - each.invoice_date).days,
        currency=each.currency,
        purchase_order_number=each.purchase_order_number,
        payment_reference=each.payment_reference,
        invoicee_name=customer.name,
        invoicee_vat_number=customer.vat_number,
        invoicee_address=address,
        tax_exclusive=each.total,
        tax_inclusive=each.total,
        paid_amount=each.paid,
        paid_at=_moment(each.paid_on or each.invoice_date, account) if each.is_settled else None,
        imported_at=at,
        created_at=_moment(each.invoice_date, account),
        updated_at=at,
    )


def _moment(day: dt.date, account: Account) -> dt.datetime:
    return local_moment(day, 0, account.time_zone)
