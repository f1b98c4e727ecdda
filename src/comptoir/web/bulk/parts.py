"""What the pages of a run have in common."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.bulk.models import About, BulkRow, BulkRun, RowState
from comptoir.bulk.records import RECORDS
from comptoir.bulk.verbs import VERBS
from comptoir.web import paging
from comptoir.web.bulk import words
from comptoir.web.bulk.forms import OptionsForm
from comptoir.web.bulk.offers import OFFERS
from comptoir.web.find import own

LEFT_OUT = "left-out"


def found(request: HttpRequest, id: UUID) -> BulkRun:
    """The run, for whoever may do with the records what it does, and sees them. Raises Http404 and NotAllowed."""
    run = own(request, BulkRun.objects.select_related("account", "by"), id)
    module = RECORDS[About(run.about)].module
    if run.verb not in OFFERS or (module and not request.user.sees(module)):
        raise Http404
    VERBS[run.verb].require(run.about, request.user)
    return run


def context(request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    """What the head of its page shows, and the way to it."""
    offer = OFFERS[run.verb]
    return {
        "run": run,
        "offer": offer,
        "things": words.counted(run.about, run.total),
        "told": "" if run.is_prepared else words.told(run),
    }


def prepared(request: HttpRequest, run: BulkRun, form: OptionsForm) -> dict[str, Any]:
    """A run before it is started: its form, what would happen, its rows."""
    return context(request, run) | _rows(request, run) | {"form": form} | OFFERS[run.verb].context(request, run)


def ended(request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    """A run that is done or was cancelled: what became of how many, and its rows."""
    return context(request, run) | _rows(request, run)


def _rows(request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    counts = _counts(run)
    chosen = request.GET.get("rows", "")
    q = request.GET.get("q", "").replace("\0", "").strip()
    rows = run.rows.all()
    if chosen == LEFT_OUT:
        rows = rows.filter(left_out=True)
    elif chosen in RowState.values:
        rows = rows.filter(left_out=False, state=chosen)
    if q:
        rows = rows.filter(name__icontains=q)
    page = paging.page(request, rows, sorts={"position": "position"}, default="position")
    _with_records(request, run, page.rows)
    return {"page": page, "q": q, "tab": chosen, "tabs": _tabs(run, counts, chosen, q), "counts": counts}


def _counts(run: BulkRun) -> dict[str, int]:
    """How many rows there are of each state, and how many were left out. One query."""
    counts = dict.fromkeys([*RowState.values, LEFT_OUT], 0)
    for state, left_out, count in run.rows.order_by().values_list("state", "left_out").annotate(count=Count("pk")):
        counts[LEFT_OUT if left_out else state] += count
    return counts


def _tabs(run: BulkRun, counts: dict[str, int], chosen: str, q: str) -> list[dict[str, Any]]:
    labels = {
        RowState.DONE: pgettext("rows", "Done"),
        RowState.UNCHANGED: _("Nothing to do"),
        RowState.REFUSED: _("Not done"),
        RowState.WAITING: _("Chosen") if run.is_prepared else _("Not yet"),
        LEFT_OUT: _("Left out"),
    }
    kept = {"q": q} if q else {}
    tabs = [{"label": pgettext("rows", "All"), "url": f"?{urlencode(kept)}", "current": not chosen}]
    return tabs + [
        {
            "label": label,
            "url": f"?{urlencode({'rows': key, **kept})}",
            "current": chosen == key,
            "count": counts[key],
        }
        for key, label in labels.items()
        if counts[key] or chosen == key
    ]


def _with_records(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """Give each row its record as it is now (None: gone), what became of it, and what its verb says of it before."""
    model = RECORDS[About(run.about)].model
    records = {record.pk: record for record in model.objects.of(run.account).filter(pk__in=[r.record_id for r in rows])}
    for row in rows:
        row.record = records.get(row.record_id)  # type: ignore[attr-defined]
        row.result = words.said(row)  # type: ignore[attr-defined]
    if run.is_prepared:
        OFFERS[run.verb].details(request, run, rows)


def url_of(run: BulkRun) -> str:
    """The page of a run."""
    return reverse("bulk_run", args=[run.pk])
