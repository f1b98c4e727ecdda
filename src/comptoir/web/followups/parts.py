"""Follow-ups on other pages: the customer's tab."""

from typing import Any

from django.http import HttpRequest

from comptoir.customers.models import Customer
from comptoir.web import paging
from comptoir.web.clock import today


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What is still to be done about the customer, the most urgent first."""
    rows = customer.tasks.open().select_related("assignee")
    return {
        "page": paging.page(request, rows, sorts={"due": "due_on"}, default="due", size=25),
        "today": today(request),
    }
