"""The list of invoices."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.invoicing.models import Invoice, InvoiceQuerySet
from comptoir.invoicing.search import matching
from comptoir.segments.models import About
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.invoicing.narrowing import Narrowing, due_altogether
from comptoir.web.segments import parts as segments

COUNTED = 999
"""Beyond this a tab says only that there are more."""


@dataclass(frozen=True)
class Tab:
    """One of the views of the list: which invoices, in which order, and whether their number matters."""

    label: Any
    rows: Callable[[InvoiceQuerySet, dt.date], InvoiceQuerySet]
    order: str = "-created_at"
    counted: bool = True


TABS = {
    "": Tab(pgettext_lazy("invoices", "All"), lambda rows, on: rows, counted=False),
    "draft": Tab(_("Draft"), lambda rows, on: rows.drafts()),
    "outstanding": Tab(_("Outstanding"), lambda rows, on: rows.outstanding()),
    "overdue": Tab(_("Overdue"), lambda rows, on: rows.overdue(on=on), order="due_on"),
    "on-hold": Tab(_("On hold"), lambda rows, on: rows.on_hold()),
    "not-sent": Tab(_("Not sent"), lambda rows, on: rows.not_sent()),
    "paid": Tab(pgettext_lazy("invoices", "Paid"), lambda rows, on: rows.settled(), counted=False),
}


def invoices(request: HttpRequest) -> HttpResponse:
    """The account's invoices, newest first; the overdue ones longest overdue first. Narrowed as the address says."""
    chosen, query, narrowing = asked(request)
    segment = segments.from_query(request, About.INVOICE)
    ours = _ours(request, narrowing)
    rows = found(request)
    order = TABS[chosen].order
    page = paging.page(
        request, rows.select_related("customer"), sorts={order.lstrip("-"): order.lstrip("-")}, default=order
    )
    return render(
        request,
        "invoicing/overview.html",
        {
            "page": page,
            "tabs": _tabs(ours, chosen, on=today(request), kept=narrowing.kept | segments.kept(segment)),
            "tab": chosen,
            "narrowing": narrowing,
            "due_altogether": due_altogether(rows) if narrowing.kept or segment else "",
            "q": query,
            "today": today(request),
            "currency": only_currency(page.rows),
            **segments.chooser(request, segment, about=About.INVOICE),
        },
    )


def asked(request: HttpRequest) -> tuple[str, str, Narrowing]:
    """The tab, the words searched for, and what else the address narrows the list to."""
    chosen = request.GET.get("tab", "")
    return chosen if chosen in TABS else "", request.GET.get("q", "").strip(), Narrowing(request)


def found(request: HttpRequest) -> InvoiceQuerySet:
    """The invoices that the address asks for, all pages of them: what the list shows and an export contains."""
    chosen, query, narrowing = asked(request)
    return matching(TABS[chosen].rows(_ours(request, narrowing), today(request)), query)


def _ours(request: HttpRequest, narrowing: Narrowing) -> InvoiceQuerySet:
    """Those of the account that the address narrows the list to, whatever their tab."""
    ours = narrowing.rows(Invoice.objects.of(request.user.account))
    return segments.narrowed(ours, segments.from_query(request, About.INVOICE), request)


def only_currency(invoices: list[Invoice]) -> str | None:
    """The currency of all of them when it is the same, so that a column needs to say it only once."""
    currencies = {invoice.currency for invoice in invoices}
    return currencies.pop() if len(currencies) == 1 else None


def _tabs(ours: InvoiceQuerySet, chosen: str, *, on: dt.date, kept: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "label": tab.label,
            "url": f"?{urlencode(({'tab': key} if key else {}) | kept)}",
            "current": key == chosen,
            "count": _count(tab.rows(ours, on)) if tab.counted else "",
        }
        for key, tab in TABS.items()
    ]


def _count(rows: InvoiceQuerySet) -> str:
    count = rows.order_by()[: COUNTED + 1].count()
    return str(count) if count <= COUNTED else f"{COUNTED}+"
