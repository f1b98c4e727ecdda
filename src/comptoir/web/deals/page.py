"""The page of a deal: how far it is, what it may be worth, what comes next, what happened."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.deals.models import Deal
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.find import own

SHOWN = Deal.objects.select_related(
    "account", "customer__deactivated_by", "contact_person", "department", "phase__pipeline", "source", "lost_reason"
).select_related("responsible_user")


def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything about one deal."""
    deal = own(request, SHOWN, id)
    context = {
        "deal": deal,
        "customer": deal.customer,
        "phases": deal.phase.pipeline.phases.all(),
        "today": today(request),
        **activities.of_subject(request, deal),
    }
    return render(request, "deals/page.html", context)
