"""The account's own fields of an invoice that is booked already: notes beside the document, never its content (G7)."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.custom_fields.values import Given
from comptoir.invoicing.checking import check_custom, write_custom
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.refusals import ChangedMeanwhile
from comptoir.invoicing.telling import tell


def annotate(
    invoice: Invoice, custom: Given, *, by: User | None, at: dt.datetime, seen: dt.datetime | None = None
) -> Invoice:
    """Change the account's own fields of an invoice, whatever its state. Nothing different leaves no activity.

    `seen` is the `updated_at` that the editor saw: ChangedMeanwhile if it is no longer that. Refuses what a field does
    not take (FieldsAtFault). Needs the invoice right (NotAllowed).
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked(invoice)
        if seen is not None and seen != current.updated_at:
            raise ChangedMeanwhile
        if changes := write_custom(current.pk, check_custom(current.account, "invoice", custom)):
            current.updated_at = at
            current.save(update_fields=["updated_at"])
            tell("annotated", current, by=by, at=at, custom=changes)
    return current
