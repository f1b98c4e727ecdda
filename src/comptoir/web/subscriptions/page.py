"""The page of a subscription: what comes next, what was billed, what happened."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.unbillable import open_task
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.find import own
from comptoir.web.invoicing.content import content_of

AHEAD = 6
SHOWN = 12
"""Billed periods shown until all are asked for."""


def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything about one subscription."""
    known = Subscription.objects.select_related("account", "customer", "department", "deactivated_by")
    subscription = own(request, known, id)
    context = {
        "subscription": subscription,
        "customer": subscription.customer,
        **content_of(subscription, language=request.user.language),
        "upcoming": subscription.upcoming(AHEAD),
        "today": today(request),
        "problem": open_task(subscription),
        **_billed(request, subscription),
        **activities.of_subscription(request, subscription),
    }
    return render(request, "subscriptions/page.html", context)


def _billed(request: HttpRequest, subscription: Subscription) -> dict[str, Any]:
    periods = subscription.billed_periods.select_related("invoice")
    sums = periods.order_by().values_list("currency").annotate(amount=Sum("tax_inclusive"))
    billed: dict[str, Decimal] = dict(sums.order_by("currency"))
    shown = list(periods if "all" in request.GET else periods[: SHOWN + 1])
    more = "all" not in request.GET and len(shown) > SHOWN
    return {"periods": shown[:SHOWN] if more else shown, "has_more_periods": more, "billed": billed}
