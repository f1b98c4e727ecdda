"""The user's deals that rest too long, and quotations that run out or were answered."""

import datetime as dt
from typing import Any

from django.http import HttpRequest

from comptoir.deals.models import Deal
from comptoir.quotations.models import Quotation
from comptoir.web.clock import now, today

SHOWN = 5
WEEK = dt.timedelta(days=7)


def of_user(request: HttpRequest) -> dict[str, Any]:
    """What happens on the deals that the user is responsible for. Four queries."""
    user, on = request.user, today(request)
    deals = Deal.objects.of(user.account).filter(responsible_user=user).needing_attention(on=on)
    deals = deals.select_related("customer", "phase").order_by("last_activity_on", "pk")[: SHOWN + 1]
    theirs = Quotation.objects.of(user.account).filter(deal__responsible_user=user).select_related("customer")
    expiring = theirs.open().filter(expires_after__range=(on, on + WEEK)).order_by("expires_after", "pk")
    answered = theirs.filter(answered_at__gte=now(request) - WEEK).order_by("-answered_at", "-pk")
    resting = [(deal, deal.days_inactive(on=on)) for deal in deals]
    return {
        "sees_sales": True,
        "resting": resting[:SHOWN],
        "more_rest": len(resting) > SHOWN,
        "expiring": expiring[:SHOWN],
        "answered": answered[:SHOWN],
    }
