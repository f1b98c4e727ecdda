"""The tabs of a customer's page. Each is a plain link; its part comes from the folder of what it shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comptoir.customers.models import Customer
from comptoir.invoicing.figures import Figures
from comptoir.web.dossier import parts as dossier
from comptoir.web.followups import parts as follow_ups
from comptoir.web.invoicing import parts as invoices
from comptoir.web.subscriptions import parts as subscriptions


def tabs_of(
    request: HttpRequest, customer: Customer, *, owes: Figures, has_subscriptions: bool
) -> list[dict[str, Any]]:
    """Each tab with its word, its number of rows and whether it is the chosen one; the first when none is."""
    tabs: list[dict[str, Any]] = [{"key": "invoices", "label": _("Invoices"), "count": owes.invoice_count}]
    if has_subscriptions:
        tabs.append({"key": "subscriptions", "label": _("Subscriptions"), "count": customer.subscriptions.count()})
    tabs.append({"key": "follow-ups", "label": _("Follow-ups"), "count": customer.tasks.open().count()})
    people = _("People") if customer.is_company else _("Companies")
    tabs.append({"key": "people", "label": people, "count": customer.links.count()})
    tabs.append({"key": "notes", "label": _("Notes"), "count": customer.notes.count()})
    tabs.append({"key": "files", "label": _("Files"), "count": customer.files.count()})
    tabs.append({"key": "details", "label": _("Details"), "count": None})
    chosen = request.GET.get("tab") if request.GET.get("tab") in [tab["key"] for tab in tabs] else "invoices"
    return [{**tab, "current": tab["key"] == chosen} for tab in tabs]


def part_of(request: HttpRequest, customer: Customer, tab: str) -> dict[str, Any]:
    """What the template of the tab needs, and its name as `part`."""
    return _PARTS[tab](request, customer)


def _invoices(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    return {"part": "invoicing/_of_customer.html", **invoices.of_customer(request, customer)}


def _subscriptions(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    return {"part": "subscriptions/_of_customer.html", **subscriptions.of_customer(request, customer)}


def _follow_ups(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    return {"part": "followups/_of_customer.html", **follow_ups.of_customer(request, customer)}


def _people(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    other = "contact" if customer.is_company else "company"
    links = customer.links.select_related(other).order_by("-decision_maker", f"{other}__sort_name", "pk")
    return {"part": "customers/_people.html", "links": [(link, getattr(link, other)) for link in links]}


def _notes(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    return {"part": "dossier/_notes.html", **dossier.notes_of_customer(request, customer)}


def _files(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    return {"part": "dossier/_files.html", **dossier.files_of_customer(request, customer)}


def _details(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    return {"part": "customers/_details.html"}


_PARTS = {
    "invoices": _invoices,
    "subscriptions": _subscriptions,
    "follow-ups": _follow_ups,
    "people": _people,
    "notes": _notes,
    "files": _files,
    "details": _details,
}
