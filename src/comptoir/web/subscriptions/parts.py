"""The subscriptions of a customer, on its page."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest

from comptoir.customers.models import Customer


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """All of them: those still billed first, soonest invoice on top, then the others, newest first."""
    soonest = F("bill_on").asc(nulls_last=True)
    return {"subscriptions": customer.subscriptions.order_by(soonest, "-created_at", "pk")}
