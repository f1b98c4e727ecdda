"""Booking: a draft becomes an invoice."""

import datetime as dt
from collections.abc import Sequence

from babel import Locale
from django.db import transaction

from comptoir.accounts.models import Department, User
from comptoir.accounts.rights import Right, require
from comptoir.core.terms import due_on
from comptoir.customers.models import Address, Customer
from comptoir.invoicing import numbering, parties
from comptoir.invoicing.drafting import Prepared, insert
from comptoir.invoicing.locking import locked
from comptoir.invoicing.mentions import with_mentions
from comptoir.invoicing.models import Invoice, NumberSeries, Status, TaxRate
from comptoir.invoicing.references import payment_reference
from comptoir.invoicing.refusals import AlreadyBooked, NegativeTotal, NothingToBook
from comptoir.invoicing.telling import entry, tell, tell_all


def book(invoice: Invoice, *, by: User | None, at: dt.datetime, on: dt.date) -> Invoice:
    """Give a draft its number and the date `on`, and freeze it for good (G7).

    The due date follows from the payment term; name, VAT number and address of the customer are copied as they are
    now. A draft on hold stays on hold. An invoice that comes to nothing is settled at once.

    Refuses with AlreadyBooked, NothingToBook (no lines), NegativeTotal and EarlierThanLast (a date before the last
    one of the series). A refusal and a crash take no number (G5). Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        if not current.is_draft:
            raise AlreadyBooked
        rates = [line.tax_rate for line in current.lines.select_related("tax_rate")]
        refuse_unbookable(current, rates)
        number = numbering.take(current.department, NumberSeries.Document.INVOICE, on=on)
        _freeze(current, number, rates, seller=parties.of_department(current.department), on=on, at=at)
        current.save()
        current.refresh_from_db(fields=["due"])
        tell("booked", current, by=by, at=at, **_told(current))
    return current


def book_all(prepared: Sequence[Prepared], *, by: User | None, at: dt.datetime, on: dt.date) -> list[Invoice]:
    """Book what was prepared, all of one department, in its order, as if each had been drafted and booked by itself.

    The same few statements however many there are. Call it in a transaction, with the customers' addresses fetched.
    Refuses what `book` refuses, for all of them together: ask `refuse_unbookable` of each beforehand. Needs the invoice
    right.
    """
    require(by, Right.INVOICES)
    department = prepared[0].invoice.department
    numbers = numbering.take_many(department, NumberSeries.Document.INVOICE, on=on, how_many=len(prepared))
    seller = parties.of_department(department)
    for each, number in zip(prepared, numbers, strict=True):
        rates = [line.tax_rate for line in each.lines]
        refuse_unbookable(each.invoice, rates)
        _freeze(each.invoice, number, rates, seller=seller, on=on, at=at)
    invoices = insert(prepared)
    entries = [entry(invoice, **_told(invoice)) for invoice in invoices]
    tell_all("booked", entries, account=department.account, by=by, at=at)
    return invoices


def refuse_unbookable(invoice: Invoice, rates: Sequence[TaxRate]) -> None:
    """Refuse an invoice without lines, of which these are the rates (NothingToBook), or below nothing (NegativeTotal)."""
    if not rates:
        raise NothingToBook
    if invoice.tax_inclusive < 0:
        raise NegativeTotal


def _told(invoice: Invoice) -> dict[str, object]:
    return {"invoice_date": invoice.invoice_date, "due_on": invoice.due_on, "held": invoice.is_on_hold}


def _freeze(
    invoice: Invoice,
    number: numbering.Number,
    rates: Sequence[TaxRate],
    *,
    seller: parties.Party,
    on: dt.date,
    at: dt.datetime,
) -> None:
    invoice.fiscal_year = number.fiscal_year
    invoice.number = number.number
    invoice.invoice_number = number.text
    invoice.invoice_date = on
    invoice.due_on = due_on(on, invoice.payment_term, invoice.payment_days)
    invoice.payment_reference = payment_reference(number, country=invoice.department.country)
    invoice.invoicee_name = invoice.customer.name
    invoice.invoicee_vat_number = invoice.customer.vat_number
    invoice.invoicee_address = address_of(invoice.customer, seen_from=invoice.department)
    invoice.seller = seller.as_json()
    invoice.buyer = parties.of_customer(invoice.customer).as_json()
    invoice.taxes = with_mentions(invoice.taxes, rates, language=invoice.customer.language)
    settled = invoice.tax_inclusive == 0
    invoice.status = Status.MATCHED if settled else Status.OUTSTANDING
    invoice.paid_at = at if settled else None
    invoice.updated_at = at


def address_of(customer: Customer, *, seen_from: Department) -> str:
    """The lines of an envelope, without the name: the invoicing address, else the primary one.

    A foreign country is named in the customer's language.
    """
    address = parties.invoicing_address(customer)
    if address is None:
        return ""
    lines = [address.addressee, address.line_1, f"{address.postal_code} {address.city}".strip()]
    if address.country != seen_from.country:
        lines.append(_country(address, customer.language))
    return "\n".join(line for line in lines if line)


def _country(address: Address, language: str) -> str:
    return str(Locale(language).territories.get(address.country, address.country))
