"""The region "Activities", on every page that has a history."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity, ActivityQuerySet
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.models import Subscription
from comptoir.web.activities import filters

PAGE = 20
NAMING = (
    "customer.deactivated",
    "customer.deactivation_undone",
    "customer.handed_over",
    "customer.handed_back",
    "customer.merged",
)
"""Activities of a customer that belong to the stories of what they name, too."""


def asked_alone(request: HttpRequest) -> bool:
    """Whether htmx wants the timeline and nothing else of the page: another filter, or what is older."""
    return request.headers.get("HX-Target") in ("timeline", "older-activities")


def alone(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The timeline as the whole answer; `context` is what `of_customer` and the like give."""
    answer = render(request, "activities/_timeline.html", context)
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What happened to the customer, its documents, deals and all that is kept with it, newest first; `?activities=` filters."""
    # What was under way while it was merged may have been written to the timeline of the one that is gone.
    ids = [customer.pk, *customer.merged.values_list("pk", flat=True)]
    return _filtered(request, Activity.objects.of(customer.account).about_customer(*ids))


def of_deal(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """What happened to the deal, its quotations, follow-ups, notes and files, newest first; `?activities=` filters.

    That it was handed over when its customer was deactivated is part of it, and what happened while it was another's.
    """
    ours = Activity.objects.of(deal.account)
    # Named, so that an index finds them: the customers it has had, as its own activities remember them.
    customers = {deal.customer_id, *ours.about(deal).order_by().values_list("customer_id", flat=True).distinct()}
    its = Q(subject_id=deal.pk) | Q(customer_id__in=customers, effects__deal__id=str(deal.pk))
    its |= Q(pk__in=_naming(deal, "handed_over", "given_back", "deals"))
    activities = ours.filter(its).order_by("-at", "-id")
    return {**_filtered(request, activities, changes=False), "story_of": str(deal.pk)}


def of_invoice(request: HttpRequest, invoice: Invoice) -> dict[str, Any]:
    """What happened to the invoice, the deactivations of its customer that held it, and their undoing, included (R9)."""
    return _page(request, _its_own_and_naming(invoice, "invoices"))


def of_subscription(request: HttpRequest, subscription: Subscription) -> dict[str, Any]:
    """What happened to the subscription, the deactivation of its customer that ended it included (R9)."""
    return _page(request, _its_own_and_naming(subscription, "subscriptions"))


def of_subject(request: HttpRequest, subject: Any) -> dict[str, Any]:
    """What happened to one thing."""
    return _page(request, Activity.objects.of(subject.account).about(subject))


def of_plan(request: HttpRequest, account: Account) -> dict[str, Any]:
    """When the account's plan was changed."""
    return _page(request, Activity.objects.of(account).about(account).filter(kind="account.plan_changed"))


def _its_own_and_naming(thing: Invoice | Subscription, effect: str) -> ActivityQuerySet:
    its = Q(subject_id=thing.pk) | Q(pk__in=_naming(thing, effect))
    return Activity.objects.of(thing.account).filter(its).order_by("-at", "-id")


def _naming(thing: Invoice | Subscription | Deal, *effects: str) -> list[UUID]:
    """The activities of its customer that name it among these effects."""
    ours = Activity.objects.of(thing.account).about_customer(thing.customer_id).filter(kind__in=NAMING)
    return [
        activity.pk
        for activity in ours
        if any(named["id"] == str(thing.pk) for effect in effects for named in activity.effects.get(effect, ()))
    ]


def _filtered(request: HttpRequest, activities: ActivityQuerySet, *, changes: bool = True) -> dict[str, Any]:
    asked = filters.chosen(request)
    shown = activities.filter(filters.seen_by(request.user), filters.only(asked))
    choices = filters.choices(request, changes=changes)
    return {**_page(request, shown), "activity_filters": choices, "filtered": bool(asked)}


def _page(request: HttpRequest, activities: ActivityQuerySet) -> dict[str, Any]:
    activities = activities.select_related("by")
    before = _activity(activities, request.GET.get("older_than", ""))
    if before:
        # The first condition alone lets an index find the place; the second settles equal moments.
        activities = activities.filter(Q(at__lte=before.at), Q(at__lt=before.at) | Q(id__lt=before.id))
    found = list(activities[: PAGE + 1])
    older = filters.address(request, older_than=str(found[PAGE - 1].pk)) if len(found) > PAGE else ""
    newest = filters.address(request) if before else ""
    return {"activities": found[:PAGE], "older_url": older, "newest_url": newest}


def _activity(activities: ActivityQuerySet, text: str) -> Activity | None:
    try:
        return activities.filter(pk=UUID(text)).first()
    except ValueError:
        return None
