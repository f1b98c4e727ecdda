"""The account's own fields of an invoice that is booked already: notes beside the document, never its content (G7)."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.custom_fields.values import Given, write
from comptoir.invoicing.checking import check_custom
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.telling import tell


def annotate(invoice: Invoice, custom: Given, *, by: User | None, at: dt.datetime) -> Invoice:
    """Change the account's own fields of an invoice, whatever its state. Nothing different leaves no activity.

    Refuses what a field does not take (FieldsAtFault). Needs the invoice right (NotAllowed).
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        if changes := write(current.pk, check_custom(current.account, "invoice", custom)):
            tell("annotated", current, by=by, at=at, custom=changes)
    return current
