"""The search that every page has: everything the user sees, whatever is known of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.web.clock import today
from comptoir.web.customers.editing import home_of
from comptoir.web.customers.overview import add_figures, add_what_is_shown
from comptoir.web.invoicing.overview import only_currency
from comptoir.web.search import finding, places
from comptoir.web.search.finding import Found, asked, find
from comptoir.web.search.options import Group, group_of

SHOWN = 8
"""So many of each on the page; the overviews show the rest."""
SUGGESTED = 3
"""So many of each while one types."""
IN_FULL = ("contacts", "companies", "invoices", "deals", "quotations")
"""The kinds whose rows the page shows as their overview does; the others are a line each."""


def page(request: HttpRequest) -> HttpResponse:
    """The first of every kind that `?q=` finds; nothing asked: what can be found.

    Where nothing is found, what was probably meant is looked for instead, and said so.
    """
    query = asked(request)
    context: dict[str, Any] = {"q": query}
    if query:
        found, groups = _everything(request, query, limit=SHOWN, counted=True)
        meant = "" if found or groups else finding.meant(request, query)
        if meant:
            found, groups = _everything(request, meant, limit=SHOWN, counted=True)
        context |= {"meant": meant if found else "", "is_nothing": not found and not groups}
        context |= _shown(request, found, groups)
    return render(request, "search/page.html", context)


def suggestions(request: HttpRequest) -> HttpResponse:
    """What the field offers while one types `?q=`: the kinds first that have something of this name."""
    query, meant = asked(request), ""
    found, groups = _everything(request, query, limit=SUGGESTED, counted=False) if query else ([], [])
    if query and not found and not groups and (meant := finding.meant(request, query)):
        found, groups = _everything(request, meant, limit=SUGGESTED, counted=False)
    ranked = sorted(found, key=lambda each: each.rank)
    context = {
        "q": query,
        "meant": meant if found else "",
        "groups": [*(group_of(each, request) for each in ranked), *groups],
    }
    return render(request, "search/suggestions.html", context)


def _everything(request: HttpRequest, query: str, *, limit: int, counted: bool) -> tuple[list[Found], list[Group]]:
    """The rows that are found, and the segments and pages."""
    groups = [places.segments(request, query), places.pages(request, query)]
    return find(request, query, limit=limit, counted=counted), [group for group in groups if group.options]


def _shown(request: HttpRequest, found: list[Found], groups: list[Group]) -> dict[str, Any]:
    """The kinds shown in full by their names, the others as lines."""
    full = {each.kind.key: each for each in found if each.kind.key in IN_FULL}
    customers = [each for key in ("contacts", "companies") if key in full for each in full[key].rows]
    add_what_is_shown(customers)
    add_figures(request, customers)
    return {
        **full,
        "groups": [*(group_of(each, request) for each in found if each.kind.key not in IN_FULL), *groups],
        "home": home_of(request.user.account),
        "today": today(request),
        "currency": only_currency(full["invoices"].rows) if "invoices" in full else None,
    }
