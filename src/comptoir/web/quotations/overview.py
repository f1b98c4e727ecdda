"""The list of quotations."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy

from comptoir.quotations.models import STANDS_UNTIL, Quotation, QuotationQuerySet, Status
from comptoir.quotations.search import matching
from comptoir.web import paging
from comptoir.web.clock import today

COUNTED = 999
"""Beyond this a tab says only that there are more."""
SORTS = {"created": "created_at", "amount": "tax_inclusive", "until": "stands_until"}


@dataclass(frozen=True)
class Tab:
    """One of the views of the list: which quotations, and whether their number matters."""

    label: Any
    rows: Callable[[QuotationQuerySet, dt.date], QuotationQuerySet]
    counted: bool = False


TABS = {
    "": Tab(pgettext_lazy("quotations", "All"), lambda rows, on: rows),
    "open": Tab(pgettext_lazy("quotations", "Open"), lambda rows, on: _standing(rows, on), counted=True),
    "expired": Tab(pgettext_lazy("quotations", "Expired"), lambda rows, on: rows.expired(on=on), counted=True),
    "accepted": Tab(pgettext_lazy("quotations", "Accepted"), lambda rows, on: rows.accepted()),
    "refused": Tab(pgettext_lazy("quotations", "Refused"), lambda rows, on: rows.filter(status=Status.REJECTED)),
    "closed": Tab(pgettext_lazy("quotations", "Closed"), lambda rows, on: rows.filter(status=Status.CLOSED)),
}


def overview(request: HttpRequest) -> HttpResponse:
    """The account's quotations, newest first unless sorted by amount or by the day until which they stand."""
    chosen, query = _asked(request)
    ours = Quotation.objects.of(request.user.account)
    rows = found(request).select_related("customer").annotate(stands_until=STANDS_UNTIL)
    page = paging.page(request, rows, sorts=SORTS, default="-created")
    context = {
        "page": page,
        "sort": page.sort,
        "tabs": _tabs(ours, chosen, on=today(request)),
        "status": chosen,
        "q": query,
        "today": today(request),
        "is_first": not page.rows and not query and not ours.exists(),
    }
    return render(request, "quotations/overview.html", context)


def found(request: HttpRequest) -> QuotationQuerySet:
    """The quotations that the address asks for, all pages of them: what the list shows and an export contains."""
    chosen, query = _asked(request)
    return matching(TABS[chosen].rows(Quotation.objects.of(request.user.account), today(request)), query)


def _asked(request: HttpRequest) -> tuple[str, str]:
    chosen = request.GET.get("status", "")
    return chosen if chosen in TABS else "", request.GET.get("q", "").replace("\0", "").strip()


def _standing(rows: QuotationQuerySet, on: dt.date) -> QuotationQuerySet:
    return rows.open().filter(Q(expires_after__isnull=True) | Q(expires_after__gte=on))


def _tabs(ours: QuotationQuerySet, chosen: str, *, on: dt.date) -> list[dict[str, Any]]:
    return [
        {
            "label": tab.label,
            "status": key,
            "current": key == chosen,
            "count": _count(tab.rows(ours, on)) if tab.counted else "",
        }
        for key, tab in TABS.items()
    ]


def _count(rows: QuotationQuerySet) -> str:
    count = rows.order_by()[: COUNTED + 1].count()
    return str(count) if count <= COUNTED else f"{COUNTED}+"
