"""The page of a deal: how far it is, what it may be worth, what comes next, what happened."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from comptoir.activities.models import Activity
from comptoir.deals.models import Deal
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.custom_fields import parts as custom_fields
from comptoir.web.deals import tabs
from comptoir.web.find import own

KNOWN = Deal.objects.select_related(
    *("account", "customer__deactivated_by", "contact_person", "department", "phase__pipeline", "source"),
    *("lost_reason", "responsible_user"),
)


def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything about one deal, with the chosen tab open; for htmx the tab or the timeline alone."""
    deal = own(request, KNOWN, id)
    if activities.asked_alone(request):
        return activities.alone(request, activities.of_deal(request, deal))
    template, context = "deals/_tabs.html", {"deal": deal, **tabs.of_deal(request, deal)}
    if request.headers.get("HX-Target") != "tab":
        template = "deals/page.html"
        context |= _facts(request, deal) | activities.of_deal(request, deal)
    answer = render(request, template, context)
    # The tab alone and the whole page have one address: nobody may take one for the other out of a cache.
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def _facts(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    return {
        "for_deal": f"?deal={deal.pk}",
        "customer": deal.customer,
        "phases": deal.phase.pipeline.phases.all(),
        "in_phase_since": _in_phase_since(deal),
        "today": today(request),
        **custom_fields.of_record(deal.account, "deal", deal.pk),
    }


def _in_phase_since(deal: Deal) -> dt.datetime | None:
    moves = Activity.objects.of(deal.account).about(deal).filter(kind__in=("deal.added", "deal.moved"))
    at: dt.datetime | None = moves.values_list("at", flat=True).first()
    return at
