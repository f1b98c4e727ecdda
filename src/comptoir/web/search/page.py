"""The search that every page has: customers, invoices, deals and quotations, whatever is known of them."""

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
    """The first contacts, companies, invoices, deals and quotations that `?q=` finds; nothing asked: what can be.

    Nothing is looked for in modules that the user does not see.
    """
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    return render(request, "search/page.html", {"q": query, **(_found(request, query) if query else {})})


def _found(request: HttpRequest, query: str) -> dict[str, Any]:
    account, on = request.user.account, today(request)
    contacts = finding.customers(account, Kind.CONTACT, query)
    companies = finding.customers(account, Kind.COMPANY, query)
    invoices = finding.invoices(account, query) if request.user.sees(Right.INVOICES) else finding.NOTHING
    sees_deals = request.user.sees(Right.DEALS)
    deals = finding.deals(account, query) if sees_deals else finding.NOTHING
    quotations = finding.quotations(account, query) if sees_deals else finding.NOTHING
    add_figures(request, [*contacts.rows, *companies.rows])
    return {
        "contacts": contacts,
        "companies": companies,
        "invoices": invoices,
        "deals": deals,
        "quotations": quotations,
        "is_nothing": not any(found.rows for found in (contacts, companies, invoices, deals, quotations)),
        "home": home_of(account),
        "today": on,
        "currency": only_currency(invoices.rows),
    }
