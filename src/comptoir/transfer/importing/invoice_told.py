"""Invoices as the rows of a file tell them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.customers import validation
from comptoir.transfer import cells
from comptoir.transfer.importing import meanings
from comptoir.transfer.importing.going import Row
from comptoir.transfer.invoice_rows import LONGEST_TERM


@dataclass
class Told:
    """What one row says; the customer is still to be found."""

    row: Row
    customer: str
    vat_number: str
    email: str
    number: str
    invoice_date: dt.date
    due_on: dt.date
    total: Decimal
    currency: str
    paid_on: dt.date | None
    paid_amount: Decimal | None
    purchase_order_number: str
    payment_reference: str


def told(row: Row, *, home: str, today: dt.date) -> Told | None:
    """Read a row; None when something is wrong with it, which is blamed on it."""
    currency = row.get("currency", cells.currency, str(row.going.option("currency", "EUR")))
    number = row.get("number", partial(cells.words, limit=40), "")
    invoice_date, due_on = row.day("invoice_date"), row.day("due_on")
    total = row.amount("total", currency=currency)
    paid_on, paid_amount = _paid(row, total, due_on=due_on, currency=currency, today=today)
    customer = row.get("customer", partial(cells.words, limit=200), "")
    vat_number = row.get("vat_number", partial(_vat_number, home=home), "")
    if not (customer or vat_number) and not row.is_bad:
        row.blame("customer", _("Neither a name nor a VAT number says whose invoice it is."))
    email = row.get("email", cells.email, "")
    purchase_order_number = row.get("purchase_order_number", partial(cells.words, limit=60), "")
    payment_reference = row.get("payment_reference", partial(cells.words, limit=40), "")
    if invoice_date and due_on:
        _check_days(row, invoice_date=invoice_date, due_on=due_on, paid_on=paid_on, today=today)
    if row.is_bad or invoice_date is None or due_on is None or total is None:
        return None
    return Told(
        row,
        customer,
        vat_number,
        email,
        number,
        invoice_date,
        due_on,
        total,
        currency,
        paid_on,
        paid_amount,
        purchase_order_number,
        payment_reference,
    )


def _paid(
    row: Row, total: Decimal | None, *, due_on: dt.date | None, currency: str, today: dt.date
) -> tuple[dt.date | None, Decimal | None]:
    """When and how much was paid, from whichever of the three columns say so. They must not contradict each other."""
    on, amount = row.day("paid_on"), row.amount("paid_amount", currency=currency)
    none: bool | None = None
    is_paid = row.get("status", meanings.is_paid, none)
    if total is None or row.is_bad:
        return None, None
    if amount is not None and amount > total:
        row.blame("paid_amount", _("More was paid than it came to."))
    elif is_paid and amount is not None and amount < total:
        row.blame("status", _("It says that all is paid, but less was paid than it came to."))
    elif is_paid is False and total and ((on and amount is None) or amount == total):
        row.blame("status", _("It says that something is due, but all was paid."))
    if amount is None:
        amount = total if is_paid or on else None
    if not amount:
        return None, None
    # Without a day of its own: when it was due, if that has been.
    return on or min(due_on or today, today), amount


def _check_days(row: Row, *, invoice_date: dt.date, due_on: dt.date, paid_on: dt.date | None, today: dt.date) -> None:
    if invoice_date > today:
        row.blame("invoice_date", _("The day has not come yet."))
    if due_on < invoice_date:
        row.blame("due_on", _("The invoice would be due before its date."))
    elif (due_on - invoice_date).days > LONGEST_TERM:
        row.blame("due_on", _("The invoice would be due more than ten years after its date."))
    if paid_on is not None and paid_on > today:
        row.blame("paid_on", _("The day has not come yet."))


def _vat_number(words: str, *, home: str) -> str:
    try:
        return validation.vat_number(words, country=home)
    except ValidationError as refusal:
        raise cells.BadCell(refusal.messages[0]) from refusal
