"""The search that every page has: customers, invoices and deals, whatever is known of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.accounts.rights import Right
from comptoir.customers.models import Kind
from comptoir.customers.search import LONGEST_QUERY
from comptoir.web.clock import today
from comptoir.web.customers.editing import home_of
from comptoir.web.customers.overview import add_figures
from comptoir.web.invoicing.overview import only_currency
from comptoir.web.search import finding


def page(request: HttpRequest) -> HttpResponse:
    """The first contacts, companies, invoices and deals that `?q=` finds; with nothing asked, what can be found.

    Nothing is looked for in modules that the user does not see.
    """
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    return render(request, "search/page.html", {"q": query, **(_found(request, query) if query else {})})


def _found(request: HttpRequest, query: str) -> dict[str, Any]:
    account, on = request.user.account, today(request)
    contacts = finding.customers(account, Kind.CONTACT, query)
    companies = finding.customers(account, Kind.COMPANY, query)
    invoices = finding.invoices(account, query) if request.user.sees(Right.INVOICES) else finding.NOTHING
    deals = finding.deals(account, query) if request.user.sees(Right.DEALS) else finding.NOTHING
    add_figures(request, [*contacts.rows, *companies.rows])
    return {
        "contacts": contacts,
        "companies": companies,
        "invoices": invoices,
        "deals": deals,
        "is_nothing": not (contacts.rows or companies.rows or invoices.rows or deals.rows),
        "home": home_of(account),
        "today": on,
        "currency": only_currency(invoices.rows),
    }
