"""What activities say of an invoice."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from comptoir.accounts.models import Account, User
from comptoir.activities.record import Entry, record_all
from comptoir.invoicing.models import Invoice


def tell(what: str, invoice: Invoice, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    """Record "invoice.<what>" on the timelines of the invoice and its customer, with its number and total of now."""
    tell_all(what, [entry(invoice, **effects)], account=invoice.account, by=by, at=at)


def tell_all(what: str, entries: Iterable[Entry], *, account: Account, by: User | None, at: dt.datetime) -> None:
    """Record "invoice.<what>" of many invoices at once, in one statement."""
    record_all(f"invoice.{what}", entries, account=account, by=by, at=at)


def entry(invoice: Invoice, **effects: Any) -> Entry:
    """What one activity among many says of the invoice."""
    said = {
        "id": invoice.pk,
        "number": invoice.invoice_number,
        "total": invoice.tax_inclusive,
        "currency": invoice.currency,
    }
    return Entry(invoice, invoice.customer_id, {"invoice": said, **effects})
