"""The row lock with which every verb on an invoice begins."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from comptoir.invoicing.models import Invoice

M = TypeVar("M", bound=Model)


def locked(invoice: Invoice) -> Invoice:
    """The invoice as it is now, kept from others until the transaction ends. Raises Invoice.DoesNotExist if deleted.

    A verb decides on this row, never on the one it was given. The embedded database has no row locks and needs none:
    there a transaction is alone from its start.
    """
    rows = Invoice.objects.select_for_update(of=("self",), no_key=True).select_related(
        "account", "department", "customer"
    )
    current: Invoice = the_row(rows, invoice.pk)
    return current


def the_row(rows: "QuerySet[M]", pk: object) -> M:
    """The one of `rows`, which are locked and joined to their customer. Raises DoesNotExist if deleted.

    When it went over to another customer while one waited for its lock, it is lost to the join with the earlier one, and
    read again.
    """
    return rows.filter(pk=pk).first() or rows.get(pk=pk)
