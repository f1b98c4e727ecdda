"""The page of a subscription: what comes next, what was billed, what happened."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.subscriptions.models import BilledPeriod, SkippedPeriod, Subscription
from comptoir.subscriptions.records import skipped_ahead
from comptoir.subscriptions.unbillable import open_task
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.custom_fields import parts as custom_fields
from comptoir.web.find import own
from comptoir.web.invoicing.content import content_of
from comptoir.web.subscriptions.plan import to_read

AHEAD = 12
SHOWN = 12
"""Billed periods shown until all are asked for."""


def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything about one subscription."""
    with_people = to_read(request.user.account).select_related("deactivated_by", "paused_by")
    subscription = own(request, with_people.select_related("account", "customer", "department"), id)
    context = {
        "subscription": subscription,
        "customer": subscription.customer,
        **content_of(subscription, language=request.user.language),
        "upcoming": subscription.upcoming(AHEAD, skipped=skipped_ahead(subscription)),
        "today": today(request),
        "problem": open_task(subscription),
        **_billed(request, subscription),
        **custom_fields.of_record(subscription.account, "subscription", subscription.pk),
        **activities.of_subscription(request, subscription),
    }
    return render(request, "subscriptions/page.html", context)


def _billed(request: HttpRequest, subscription: Subscription) -> dict[str, Any]:
    periods = subscription.billed_periods.select_related("invoice")
    sums = periods.order_by().values_list("currency").annotate(amount=Sum("tax_inclusive"), count=Count("pk"))
    found = list(sums.order_by("currency"))
    how_many = None if "all" in request.GET else SHOWN + 1
    behind: list[BilledPeriod | SkippedPeriod] = [*periods[:how_many], *subscription.skipped_periods.all()[:how_many]]
    shown = sorted(behind, key=lambda period: period.starts_on, reverse=True)[:how_many]
    more = how_many is not None and len(shown) > SHOWN
    return {
        "periods": shown[:SHOWN] if more else shown,
        "has_more_periods": more,
        "billed": {currency: amount for currency, amount, __ in found},
        "billed_count": sum(count for __, __, count in found),
    }
