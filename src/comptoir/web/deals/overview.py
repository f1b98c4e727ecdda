"""The list of deals."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.deals.models import CLOSES_ON, VALUE, Deal, DealQuerySet, Phase
from comptoir.segments.models import About
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.deals.asked import asked, whose
from comptoir.web.deals.phases import by_pipeline, phases_of
from comptoir.web.segments import parts as segments

SORTS = {
    "newest": "created_at",
    "title": "search_text",
    "value": "value_or_nothing",
    "weighted": "weighted_value",
    "closing": "closes_on",
}


def overview(request: HttpRequest) -> HttpResponse:
    """The deals in one state, narrowed by phase, person and words; the newest first."""
    what, on, tab = asked(request), today(request), _tab(request)
    phases = phases_of(request.user.account)
    phase = _phase(request, phases)
    needs_attention = _needs_attention(request)
    segment = segments.from_query(request, About.DEAL)
    rows = _sortable(_found(request, phase), latest_first=request.GET.get("sort") == "-closing")
    page = paging.page(
        request, rows.select_related("customer", "phase", "responsible_user"), sorts=SORTS, default="-newest"
    )
    context = {
        "page": page,
        "sort": page.sort,
        "tabs": _tabs(request, tab),
        "tab": tab,
        "phases": by_pipeline(phases),
        "phase_key": str(phase.pk) if phase else "",
        "has_pipelines": len({each.pipeline_id for each in phases}) > 1,
        "whose": whose(request.user),
        "asked": what,
        "needs_attention": needs_attention,
        "is_narrowed": bool(what.q or what.who or phase or needs_attention or segment),
        "today": on,
        "is_first": not page.rows and not Deal.objects.of(request.user.account).exists(),
        **segments.chooser(request, segment, about=About.DEAL),
    }
    return render(request, "deals/overview.html", context)


def found(request: HttpRequest) -> DealQuerySet:
    """The deals that the address asks for, all pages of them: what the list shows and an export contains."""
    return _found(request, _phase(request, phases_of(request.user.account)))


def _found(request: HttpRequest, phase: Phase | None) -> DealQuerySet:
    tab, segment = _tab(request), segments.from_query(request, About.DEAL)
    deals = segments.narrowed(asked(request).deals(), segment, request)
    rows: DealQuerySet = deals if tab == "all" else getattr(deals, tab)()
    if phase:
        rows = rows.filter(phase=phase)
    return rows.needing_attention(on=today(request)) if _needs_attention(request) else rows


def _tab(request: HttpRequest) -> str:
    tab = request.GET.get("status", "")
    return tab if tab in ("won", "lost", "all") else "open"


def _phase(request: HttpRequest, phases: Iterable[Phase]) -> Phase | None:
    return next((each for each in phases if str(each.pk) == request.GET.get("phase", "")), None)


def _needs_attention(request: HttpRequest) -> bool:
    return _tab(request) == "open" and "attention" in request.GET


def _sortable(deals: DealQuerySet, *, latest_first: bool) -> DealQuerySet:
    """With what is never null to sort by: unknown values are nothing, unknown closing dates come last either way."""
    closes_on = Coalesce("estimated_closing_date", Value(dt.date.min)) if latest_first else CLOSES_ON
    return deals.annotate(value_or_nothing=VALUE, closes_on=closes_on)


def _tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    labels = {
        "open": pgettext("deals", "Open"),
        "won": pgettext("deals", "Won"),
        "lost": pgettext("deals", "Lost"),
        "all": _("All"),
    }
    kept = {key: value for key in ("q", "who", "phase", "segment") if (value := request.GET.get(key))}
    return [
        {"label": label, "url": f"?{urlencode({'status': key, **kept})}", "current": key == current}
        for key, label in labels.items()
    ]
