"""Follow-ups on other pages: the customer's and the deal's tab."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.agenda import Item, in_order, items_of, known
from comptoir.followups.models import Call, Meeting, Task
from comptoir.web.clock import now, today

SHOWN = 50
"""Of each kind; the overview has the others."""


@dataclass(frozen=True, slots=True)
class Open:
    """What is still to be done about something, by day and time."""

    rows: list[Item]
    is_cut: bool
    """Whether there is more than is shown."""
    all_url: str
    """The overview of these, where the done ones are as well."""


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What is still to be done about the customer, the most urgent first. The same number of queries for any number."""
    return _open(request, customer=customer)


def of_deal(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """What is still to be done on the deal, the most urgent first. The same number of queries for any number."""
    return _open(request, deal=deal)


def count_of_customer(customer: Customer) -> int:
    """How many follow-ups about the customer are still to be done. Three queries."""
    return _count(customer=customer)


def count_of_deal(deal: Deal) -> int:
    """How many follow-ups on the deal are still to be done. Three queries."""
    return _count(deal=deal)


def _open(request: HttpRequest, **about: Any) -> dict[str, Any]:
    sorts = ((Task, "due_on"), (Call, "scheduled_at"), (Meeting, "starts_at"))
    rows = [known(model.objects.filter(**about).open()).order_by(sort, "pk")[: SHOWN + 1] for model, sort in sorts]
    found = [list(each) for each in rows]
    shown = [thing for each in found for thing in each[:SHOWN]]
    about_query = urlencode({name: each.pk for name, each in about.items()})
    page = Open(
        rows=in_order(items_of(shown, account=request.user.account, at=now(request))),
        is_cut=any(len(each) > SHOWN for each in found),
        all_url=f"{reverse('followups')}?{about_query}",
    )
    return {"page": page, "today": today(request), "about": about_query, **about}


def _count(**about: Any) -> int:
    return sum(model.objects.filter(**about).open().count() for model in (Task, Call, Meeting))
