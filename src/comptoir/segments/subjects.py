"""The rows that segments of each subject choose from, and the lists in which they are shown."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.invoicing.models import Invoice
from comptoir.segments.models import About
from comptoir.subscriptions.models import Subscription

Rows = Callable[[Account], "QuerySet[Any]"]

LISTS: dict[str, dict[str, Rows]] = {
    About.CUSTOMER: {
        "contacts": lambda account: Customer.objects.of(account).contacts(),
        "companies": lambda account: Customer.objects.of(account).companies(),
    },
    About.INVOICE: {"invoices": Invoice.objects.of},
    About.SUBSCRIPTION: {"subscriptions": Subscription.objects.of},
    About.DEAL: {"deals": Deal.objects.of},
}
"""By the name of the list."""
