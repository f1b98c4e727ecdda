"""The row lock with which every verb on an invoice begins."""

from comptoir.invoicing.models import Invoice


def locked(invoice: Invoice) -> Invoice:
    """The invoice as it is now, kept from others until the transaction ends. Raises Invoice.DoesNotExist if deleted.

    A verb decides on this row, never on the one it was given. The embedded database has no row locks and needs none:
    there a transaction is alone from its start.
    """
    rows = Invoice.objects.select_for_update(of=("self",), no_key=True).select_related(
        "account", "department", "customer"
    )
    current: Invoice = rows.get(pk=invoice.pk)
    return current
