"""The settings of deals on one page: pipelines with their phases, sources, reasons for losing."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from comptoir.accounts.models import Account
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.deals.figures import open_deals_of
from comptoir.deals.models import LostReason, Phase, Pipeline, Source
from comptoir.web.answers import go

SETTINGS: tuple[type[Model], ...] = (Pipeline, Phase, Source, LostReason)
LAST = 10
"""So many changes of the settings are told."""


def overview(request: HttpRequest) -> HttpResponse:
    """Everybody who sees deals may look; owners and admins change."""
    if not request.user.sees(Right.DEALS):
        raise NotAllowed(Right.DEALS)
    account = request.user.account
    about = Q(customer_id=None, subject_type__in=[thing._meta.model_name for thing in SETTINGS])
    context = {
        "pipelines": shown(Pipeline.objects.of(account), account),
        "sources": _words(Source, account),
        "lost_reasons": _words(LostReason, account),
        "changes": Activity.objects.of(account).filter(about).select_related("by").order_by("-at", "-id")[:LAST],
    }
    return render(request, "deals/settings/overview.html", context)


def shown(pipelines: Any, account: Account) -> list[Pipeline]:
    """The pipelines with their phases at hand, each with its `open_deals`, in three queries."""
    found = list(pipelines.prefetch_related("phases"))
    counts = open_deals_of(account)
    for pipeline in found:
        for phase in pipeline.phases.all():
            phase.open_deals = counts.get(phase.pk, 0)
    return found


def done(request: HttpRequest, place: str) -> HttpResponse:
    """The overview again, at `place`; where a dialog over it was sent, it stays where it was scrolled to."""
    url = reverse("deal_settings")
    if urlsplit(request.headers.get("HX-Current-URL", "")).path == url:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return go(request, f"{url}#{place}")


def _words(kind: type[Source] | type[LostReason], account: Account) -> list[Any]:
    """The words with the number of deals that bear them, archived ones last."""
    words = kind.objects.of(account).annotate(borne_by=Count("deals")).order_by("name")
    return sorted(words, key=lambda word: word.is_archived)
