"""All subscriptions of the account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.accounts.plans import Module
from comptoir.segments.models import About
from comptoir.subscriptions import search
from comptoir.subscriptions.figures import recurring, with_monthly
from comptoir.subscriptions.models import SubscriptionQuerySet
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.segments import parts as segments
from comptoir.web.subscriptions.narrowing import Narrowing
from comptoir.web.subscriptions.plan import to_read

SORTS = {
    "title": "title",
    "customer": "customer__sort_name",
    "monthly": "monthly_about",
    "amount": "tax_inclusive",
    "created": "created_at",
}
COUNTED = 999
"""Beyond this a tab says only that there are more."""


@dataclass(frozen=True)
class Tab:
    """The subscriptions in one state; with its day, the field to sort by first, when it has one that is never empty."""

    label: Any
    rows: Callable[[SubscriptionQuerySet], SubscriptionQuerySet]
    day: str = ""
    counted: bool = True

    @property
    def default(self) -> str:
        """The order in which they are shown when none is asked for."""
        return "next" if self.day else "-created"


TABS = {
    # What is running has a day on which it is billed; saying so lets the database read them in that order.
    "active": Tab(
        pgettext_lazy("subscriptions", "Running"), lambda rows: rows.running().filter(bill_on__isnull=False), "bill_on"
    ),
    "paused": Tab(pgettext_lazy("subscriptions", "Paused"), lambda rows: rows.paused()),
    "ending": Tab(pgettext_lazy("subscriptions", "Ending"), lambda rows: rows.ending(), "deactivates_on"),
    "deactivated": Tab(pgettext_lazy("subscriptions", "Deactivated"), lambda rows: rows.deactivated(), counted=False),
    "ended": Tab(pgettext_lazy("subscriptions", "Ended"), lambda rows: rows.ended(), counted=False),
    "all": Tab(gettext_lazy("All"), lambda rows: rows, counted=False),
}


def overview(request: HttpRequest) -> HttpResponse:
    """The subscriptions in one state, narrowed as the address says; those still billed first to be billed first."""
    tab, narrowing, q = _tab(request), Narrowing(request), _words(request)
    segment = segments.from_query(request, About.SUBSCRIPTION)
    ours = to_read(request.user.account)
    kept = narrowing.kept | ({"q": q} if q else {}) | segments.kept(segment)
    state = TABS[tab]
    page = paging.page(
        request,
        with_monthly(_rows(request, narrowing)).select_related("customer__responsible_user", "deactivated_by"),
        sorts=SORTS | ({"next": state.day} if state.day else {}),
        default=state.default,
    )
    context = {
        "tabs": _tabs(request, segments.narrowed(narrowing.rows(ours), segment, request), tab, kept=kept),
        "tab": tab,
        "q": q,
        "narrowing": narrowing,
        "page": page,
        "sort": page.sort,
        "figures": recurring(request.user.account),
        "today": today(request),
        "is_first": not page.rows and not q and not ours.exists(),
        **segments.chooser(request, segment, about=About.SUBSCRIPTION),
    }
    return render(request, "subscriptions/overview.html", context)


def found(request: HttpRequest) -> SubscriptionQuerySet:
    """The subscriptions that the address asks for, all pages of them: what the list shows and an export contains."""
    return _rows(request, Narrowing(request))


def _rows(request: HttpRequest, narrowing: Narrowing) -> SubscriptionQuerySet:
    segment = segments.from_query(request, About.SUBSCRIPTION)
    ours = segments.narrowed(narrowing.rows(to_read(request.user.account)), segment, request)
    return search.matching(TABS[_tab(request)].rows(ours), _words(request))


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()


def _tab(request: HttpRequest) -> str:
    tab, offered = request.GET.get("tab", ""), _offered(request)
    return tab if tab in offered else offered[0]


def _offered(request: HttpRequest) -> list[str]:
    """The tabs there are; without subscriptions in the plan, only what is left of former ones."""
    return list(TABS) if request.user.account.has(Module.SUBSCRIPTIONS) else ["all", "deactivated", "ended"]


def _tabs(
    request: HttpRequest, ours: SubscriptionQuerySet, chosen: str, *, kept: dict[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "label": tab.label,
            "url": f"?{urlencode({'tab': key} | kept)}",
            "current": key == chosen,
            "count": _count(tab.rows(ours)) if tab.counted else "",
        }
        for key in _offered(request)
        for tab in [TABS[key]]
    ]


def _count(rows: SubscriptionQuerySet) -> str:
    count = rows.order_by()[: COUNTED + 1].count()
    return str(count) if count <= COUNTED else f"{COUNTED}+"
