"""The row locks with which every verb on a quotation begins, always in this order: customer, deal, quotation.

Deactivating a customer begins with the customer as well, so that nobody waits for another in a circle.
"""

from comptoir.customers.models import Customer
from comptoir.deals import records as deals
from comptoir.invoicing.locking import the_row
from comptoir.quotations.models import Quotation


def locked(quotation: Quotation) -> Quotation:
    """The quotation and its deal as they are now, kept from others until the transaction ends.

    Verbs decide on this row, never on the one they were given. Raises Quotation.DoesNotExist if deleted.
    """
    deal = deals.locked(quotation.deal)
    rows = Quotation.objects.select_for_update(of=("self",), no_key=True)
    current: Quotation = the_row(rows.select_related("account", "department", "customer"), quotation.pk)
    current.deal = deal
    return current


def locked_customer(customer_id: object) -> Customer:
    """The customer as it is now, kept from being deactivated or reactivated until the transaction ends."""
    rows = Customer.objects.select_for_update(of=("self",), no_key=True)
    found: Customer = rows.select_related("account", "responsible_user").get(pk=customer_id)
    return found
