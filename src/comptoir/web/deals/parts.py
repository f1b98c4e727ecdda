"""The deals of a customer, on its page."""

from typing import Any

from django.db.models import Case, Value, When
from django.http import HttpRequest

from comptoir.customers.models import Customer
from comptoir.deals.models import Status
from comptoir.web import paging
from comptoir.web.clock import today


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """All of them: the open ones first, the newest on top, then those won and lost."""
    rows = customer.deals.select_related("phase", "responsible_user")
    # Ids grow with time: behind the state they put the newest first.
    rows = rows.annotate(still_open=Case(When(status=Status.OPEN, then=Value(1)), default=Value(0)))
    return {
        "page": paging.page(request, rows, sorts={"open": "still_open"}, default="-open", size=25),
        "today": today(request),
    }
