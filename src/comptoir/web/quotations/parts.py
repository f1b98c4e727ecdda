"""Quotations on other pages: on the customer's and on the deal's."""

from typing import Any

from django.http import HttpRequest

from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.quotations.models import QuotationQuerySet
from comptoir.web import paging
from comptoir.web.clock import today


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The customer's quotations, newest first."""
    return _newest(request, customer.quotations.all())


def of_deal(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """The deal's quotations, newest first."""
    return _newest(request, deal.quotations.all())


def _newest(request: HttpRequest, rows: QuotationQuerySet) -> dict[str, Any]:
    page = paging.page(request, rows, sorts={"created": "created_at"}, default="-created", size=25)
    return {"page": page, "today": today(request)}
