"""Invoices on the customer's page."""

from typing import Any

from django.http import HttpRequest

from comptoir.customers.models import Customer
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.invoicing.overview import only_currency


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The customer's invoices, newest first, with those on hold ready to be released as a selection."""
    rows = customer.invoices.select_related("customer")
    page = paging.page(request, rows, sorts={"created": "created_at"}, default="-created", size=25)
    return {
        "page": page,
        "today": today(request),
        "currency": only_currency(page.rows),
        "has_held": any(invoice.is_on_hold for invoice in page.rows),
    }
