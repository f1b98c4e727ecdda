"""The list of deals."""

import datetime as dt
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.deals.models import CLOSES_ON, VALUE, Deal, DealQuerySet
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.deals.asked import asked, whose
from comptoir.web.deals.phases import by_pipeline, phases_of

SORTS = {
    "newest": "created_at",
    "title": "search_text",
    "value": "value_or_nothing",
    "weighted": "weighted_value",
    "closing": "closes_on",
}


def overview(request: HttpRequest) -> HttpResponse:
    """The deals in one state, narrowed by phase, person and words; the newest first."""
    what, on = asked(request), today(request)
    tab = request.GET.get("status", "")
    tab = tab if tab in ("won", "lost", "all") else "open"
    phases = phases_of(request.user.account)
    phase = next((each for each in phases if str(each.pk) == request.GET.get("phase", "")), None)
    needs_attention = tab == "open" and "attention" in request.GET
    rows = _in(tab, what.deals())
    if phase:
        rows = rows.filter(phase=phase)
    if needs_attention:
        rows = rows.needing_attention(on=on)
    rows = _sortable(rows, latest_first=request.GET.get("sort") == "-closing")
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
        "is_narrowed": bool(what.q or what.who or phase or needs_attention),
        "today": on,
        "is_first": not page.rows and not Deal.objects.of(request.user.account).exists(),
    }
    return render(request, "deals/overview.html", context)


def _in(tab: str, deals: DealQuerySet) -> DealQuerySet:
    return deals if tab == "all" else getattr(deals, tab)()


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
    kept = {key: value for key in ("q", "who", "phase") if (value := request.GET.get(key))}
    return [
        {"label": label, "url": f"?{urlencode({'status': key, **kept})}", "current": key == current}
        for key, label in labels.items()
    ]
