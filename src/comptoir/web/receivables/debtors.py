"""Who owes, the largest amount first: a page of customers with what they owe by age."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpRequest

from comptoir.core.money import ZERO
from comptoir.customers.models import Customer
from comptoir.invoicing.ages import AGES
from comptoir.invoicing.receivables import Debtor, ageing, by_customer, debtors
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.receivables.asked import Asked

SORTS = {"owed": "owed", "held": "held"}


@dataclass(frozen=True)
class Cell:
    """An amount and the invoices behind it."""

    amount: Decimal
    url: str


@dataclass(frozen=True)
class Line:
    """A customer and what it owes."""

    customer: Customer
    chased: list[Cell]
    held: Cell
    owed: Cell
    invoices: int


def found(request: HttpRequest, currency: str = "") -> QuerySet:
    """Everybody who owes, as the address says: what the page shows and the export contains."""
    account, on, asked = request.user.account, today(request), Asked(request)
    currency = currency or asked.currency(ageing(account, on=on, department=asked.department))
    return by_customer(account, currency=currency, on=on, department=asked.department)


def page_of(request: HttpRequest, currency: str) -> paging.Page:
    """The page of them that the address asks for."""
    rows = found(request, currency)
    page = paging.page(request, rows, sorts=SORTS, default="-owed", tie="customer_id")
    owing = list(debtors(page.rows))
    customers = Customer.objects.of(request.user.account).in_bulk([debtor.customer_id for debtor in owing])
    return replace(page, rows=list(_lines(owing, customers, currency, Asked(request))))


def _lines(
    found: Iterable[Debtor], customers: dict[uuid.UUID, Customer], currency: str, asked: Asked
) -> Iterable[Line]:
    for debtor in found:
        customer = str(debtor.customer_id)
        yield Line(
            customers[debtor.customer_id],
            [
                Cell(
                    debtor.chased[age.key],
                    asked.url(currency, overdue=age is not AGES[0], age=age.key, held="no", customer=customer)
                    if debtor.chased[age.key] != ZERO
                    else "",
                )
                for age in AGES
            ],
            Cell(debtor.held, asked.url(currency, held="yes", customer=customer)),
            Cell(debtor.owed, asked.url(currency, customer=customer)),
            debtor.invoices,
        )
