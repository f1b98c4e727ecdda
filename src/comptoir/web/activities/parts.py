"""The region "Activities", on every page that has a history."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from comptoir.activities.models import Activity, ActivityQuerySet
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from comptoir.web.links import url_of

PAGE = 20


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """Everything that happened to the customer, its documents and its reminders, newest first."""
    return _page(request, Activity.objects.of(customer.account).about_customer(customer.pk), url_of(customer))


def of_invoice(request: HttpRequest, invoice: Invoice) -> dict[str, Any]:
    """What happened to the invoice, the deactivations of its customer that held it included (R9)."""
    ours = Activity.objects.of(invoice.account)
    holding = [
        activity.pk
        for activity in ours.about_customer(invoice.customer_id).filter(kind="customer.deactivated")
        if any(held["id"] == str(invoice.pk) for held in activity.effects["invoices"])
    ]
    about = ours.filter(Q(subject_id=invoice.pk) | Q(pk__in=holding)).order_by("-at", "-id")
    return _page(request, about, url_of(invoice))


def of_subject(request: HttpRequest, subject: Any) -> dict[str, Any]:
    """What happened to one thing."""
    return _page(request, Activity.objects.of(subject.account).about(subject), url_of(subject))


def _page(request: HttpRequest, activities: ActivityQuerySet, url: str) -> dict[str, Any]:
    activities = activities.select_related("by")
    before = _activity(activities, request.GET.get("older_than", ""))
    if before:
        activities = activities.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    found = list(activities[: PAGE + 1])
    older = f"{url}?older_than={found[PAGE - 1].pk}#activities" if len(found) > PAGE else ""
    return {"activities": found[:PAGE], "older_url": older, "newest_url": f"{url}#activities" if before else ""}


def _activity(activities: ActivityQuerySet, text: str) -> Activity | None:
    try:
        return activities.filter(pk=UUID(text)).first()
    except ValueError:
        return None
