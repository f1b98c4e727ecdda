"""Importing invoices of another system."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.rights import Right, require
from comptoir.core.text import folded
from comptoir.customers import records
from comptoir.customers.models import Customer, Kind
from comptoir.invoicing.historical import HistoricalInvoice, take_over
from comptoir.invoicing.refusals import NumbersTaken
from comptoir.transfer.invoice_rows import BadFile, Problem, Row

AT_ONCE = 400
"""Names in one query."""


@dataclass(frozen=True)
class Imported:
    """What an import made."""

    invoices: int
    settled: int
    customers: int


def import_invoices(
    rows: list[Row], *, department: Department, by: User, at: dt.datetime, dry_run: bool = False
) -> Imported:
    """Write the invoices of `rows`, and as companies those customers whose names the account does not know yet.

    All or nothing, in one transaction; with `dry_run` nothing, after everything was tried. Raises BadFile when a
    number is taken already or a name belongs to several customers. Needs the rights for invoices and for customers.
    """
    require(by, Right.INVOICES)
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        customers = _known_customers(rows, account=department.account)
        added = _add_missing(rows, customers, account=department.account, by=by, at=at)
        historical = [_historical(row, customers[folded(row.customer)]) for row in rows]
        try:
            take_over(historical, department=department, by=by, at=at)
        except NumbersTaken as refusal:
            raise BadFile(_taken(rows, refusal)) from refusal
        if dry_run:
            transaction.set_rollback(True)
    return Imported(invoices=len(rows), settled=sum(each.is_settled for each in historical), customers=added)


def _known_customers(rows: list[Row], *, account: Account) -> dict[str, Customer]:
    """The account's customers by folded name, as far as the rows speak of them."""
    places = {folded(row.customer): row for row in reversed(rows)}
    names = list(places)
    written = sorted({row.customer for row in rows})
    known: dict[str, Customer] = {}
    for start in range(0, max(len(names), len(written)), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        found = Customer.objects.of(account).filter(Q(sort_name__in=names[some]) | Q(name__in=written[some]))
        for customer in found.prefetch_related("addresses"):
            name = folded(customer.name)
            if name in places and known.setdefault(name, customer) != customer:
                sentence = _("Several customers are called “%(name)s”.") % {"name": customer.name}
                raise BadFile([Problem(places[name].place, "", sentence)])
    return known


def _add_missing(rows: list[Row], known: dict[str, Customer], *, account: Account, by: User, at: dt.datetime) -> int:
    added = 0
    for row in rows:
        name = folded(row.customer)
        if name not in known:
            known[name] = records.add(
                account=account,
                kind=Kind.COMPANY,
                by=by,
                at=at,
                name=row.customer,
                emails=[{"type": "primary", "email": row.email}] if row.email else [],
            )
            added += 1
    return added


def _historical(row: Row, customer: Customer) -> HistoricalInvoice:
    return HistoricalInvoice(
        customer=customer,
        number=row.number,
        invoice_date=row.invoice_date,
        due_on=row.due_on,
        total=row.total,
        currency=row.currency,
        paid_on=row.paid_on,
        purchase_order_number=row.purchase_order_number,
        payment_reference=row.payment_reference,
    )


def _taken(rows: list[Row], refusal: NumbersTaken) -> list[Problem]:
    taken = set(refusal.numbers)
    sentence = _("An invoice “%(number)s” is there already.")
    return [Problem(row.place, "", sentence % {"number": row.number}) for row in rows if row.number in taken]
