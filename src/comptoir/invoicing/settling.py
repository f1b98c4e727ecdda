"""Whether an invoice is settled, kept true after every payment and credit note."""

import datetime as dt

from comptoir.core.money import total
from comptoir.invoicing.models import Invoice, Status


def settle(invoice: Invoice, *, at: dt.datetime) -> None:
    """Recompute paid, credited, status and moment of settlement of a locked, booked invoice from its documents.

    Due = total − paid − credited; nothing due is settled. More than everything may have been settled, when a paid
    invoice is credited: then the due amount is negative, and the customer is owed. The facts of a hold are left alone:
    a settled invoice is not chased anyway, and stays on hold when a removed payment makes it due again.
    """
    # Added up here: the embedded database adds decimals as binary fractions.
    invoice.paid_amount = total(invoice.payments.values_list("amount", flat=True))
    invoice.credited_amount = total(invoice.credit_notes.values_list("tax_inclusive", flat=True))
    settled = invoice.tax_inclusive - invoice.paid_amount - invoice.credited_amount <= 0
    invoice.status = Status.MATCHED if settled else Status.OUTSTANDING
    invoice.paid_at = (invoice.paid_at or at) if settled else None
    invoice.updated_at = at
    invoice.save(update_fields=["paid_amount", "credited_amount", "status", "paid_at", "updated_at"])
    invoice.refresh_from_db(fields=["due"])
