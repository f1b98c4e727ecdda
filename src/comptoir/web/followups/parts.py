"""Follow-ups on other pages: the customer's tab, and how many are due in the navigation."""

from typing import Any

from django.http import HttpRequest

from comptoir.customers.models import Customer
from comptoir.followups.models import Task
from comptoir.web import paging
from comptoir.web.clock import today

CAP = 99
"""Nobody needs to know how many more are due."""


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What is still to be done about the customer, the most urgent first."""
    rows = customer.tasks.open().select_related("assignee")
    return {
        "page": paging.page(request, rows, sorts={"due": "due_on"}, default="due", size=25),
        "today": today(request),
    }


def due(request: HttpRequest) -> int:
    """How many of the user's own tasks are to be done today or should have been; CAP + 1 stands for more. One query."""
    mine = Task.objects.of(request.user.account).assigned_to(request.user)
    return int(mine.due(on=today(request))[: CAP + 1].count())
