"""What activities say of an invoice."""

import datetime as dt
from typing import Any

from comptoir.accounts.models import User
from comptoir.activities.record import record
from comptoir.invoicing.models import Invoice


def tell(what: str, invoice: Invoice, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    """Record "invoice.<what>" on the timelines of the invoice and its customer, with its number and total of now."""
    record(
        f"invoice.{what}",
        account=invoice.account,
        by=by,
        at=at,
        subject=invoice,
        customer_id=invoice.customer_id,
        invoice={
            "id": invoice.pk,
            "number": invoice.invoice_number,
            "total": invoice.tax_inclusive,
            "currency": invoice.currency,
        },
        **effects,
    )
