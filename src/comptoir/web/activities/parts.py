"""The region "Activities", on every page that has a history."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from comptoir.activities.models import Activity, ActivityQuerySet
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of

PAGE = 20
NAMING = ("customer.deactivated", "customer.deactivation_undone")
"""Activities of a customer that belong to the stories of the documents they name, too."""


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """Everything that happened to the customer, its documents and its reminders, newest first."""
    return _page(request, Activity.objects.of(customer.account).about_customer(customer.pk), url_of(customer))


def of_invoice(request: HttpRequest, invoice: Invoice) -> dict[str, Any]:
    """What happened to the invoice, the deactivations of its customer that held it, and their undoing, included (R9)."""
    return _page(request, _with_deactivations(invoice, "invoices"), url_of(invoice))


def of_subscription(request: HttpRequest, subscription: Subscription) -> dict[str, Any]:
    """What happened to the subscription, the deactivation of its customer that ended it included (R9)."""
    return _page(request, _with_deactivations(subscription, "subscriptions"), url_of(subscription))


def of_subject(request: HttpRequest, subject: Any) -> dict[str, Any]:
    """What happened to one thing."""
    return _page(request, Activity.objects.of(subject.account).about(subject), url_of(subject))


def _with_deactivations(thing: Invoice | Subscription, effect: str) -> ActivityQuerySet:
    ours = Activity.objects.of(thing.account)
    naming = [
        activity.pk
        for activity in ours.about_customer(thing.customer_id).filter(kind__in=NAMING)
        if any(named["id"] == str(thing.pk) for named in activity.effects.get(effect, ()))
    ]
    return ours.filter(Q(subject_id=thing.pk) | Q(pk__in=naming)).order_by("-at", "-id")


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
