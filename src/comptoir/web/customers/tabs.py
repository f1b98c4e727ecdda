"""The tabs of a customer's page. Each is a plain link; its part comes from the folder of what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.models import User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.customers.models import Customer
from comptoir.web.custom_fields import parts as custom_fields
from comptoir.web.customers.people import people_of
from comptoir.web.deals import parts as deals
from comptoir.web.dossier import parts as dossier
from comptoir.web.followups import parts as follow_ups
from comptoir.web.invoicing import parts as invoices
from comptoir.web.quotations import parts as quotations
from comptoir.web.subscriptions import parts as subscriptions

CAP = 99
"""Nobody needs to know how many more there are; counting stops there."""

Part = Callable[[HttpRequest, Customer], dict[str, Any]]
Rows = Callable[[Customer], list[QuerySet[Any]]]


@dataclass(frozen=True)
class Tab:
    """One tab: its word, whose module it belongs to, what it counts, and the part it shows."""

    key: str
    label: Any
    template: str
    part: Part
    counted: Rows = lambda customer: []
    module: Right | None = None

    def is_for(self, user: User) -> bool:
        """Whether the tab is there for the user: the plan has what it shows, and the user sees it."""
        if self.module == Right.SUBSCRIPTIONS and not user.account.has(Module.SUBSCRIPTIONS):
            return False
        return self.module is None or user.sees(self.module)

    def count(self, customer: Customer) -> int | None:
        """How many rows it has, at most CAP + 1, which stands for more; None where there is nothing to count."""
        rows = self.counted(customer)
        return sum(each.order_by()[: CAP + 1].count() for each in rows) if rows else None


TABS = (
    Tab(
        "invoices",
        gettext_lazy("Invoices"),
        "invoicing/_of_customer.html",
        invoices.of_customer,
        lambda customer: [customer.invoices.all()],
        Right.INVOICES,
    ),
    Tab(
        "subscriptions",
        gettext_lazy("Subscriptions"),
        "subscriptions/_of_customer.html",
        subscriptions.of_customer,
        lambda customer: [customer.subscriptions.all()],
        Right.SUBSCRIPTIONS,
    ),
    Tab(
        "deals",
        gettext_lazy("Deals"),
        "deals/_of_customer.html",
        deals.of_customer,
        lambda customer: [customer.deals.all()],
        Right.DEALS,
    ),
    Tab(
        "quotations",
        gettext_lazy("Quotations"),
        "quotations/_of_customer.html",
        quotations.of_customer,
        lambda customer: [customer.quotations.all()],
        Right.DEALS,
    ),
    Tab(
        "follow-ups",
        gettext_lazy("Follow-ups"),
        "followups/_of_customer.html",
        follow_ups.of_customer,
        lambda customer: [customer.tasks.open(), customer.calls.open(), customer.meetings.open()],
    ),
    Tab("people", gettext_lazy("People"), "customers/_people.html", people_of, lambda customer: [customer.links.all()]),
    Tab(
        "notes",
        gettext_lazy("Notes"),
        "dossier/_notes.html",
        dossier.notes_of_customer,
        lambda customer: [customer.notes.all()],
    ),
    Tab(
        "files",
        gettext_lazy("Files"),
        "dossier/_files.html",
        dossier.files_of_customer,
        lambda customer: [customer.files.all()],
    ),
    Tab(
        "details",
        gettext_lazy("Details"),
        "customers/_details.html",
        lambda request, customer: custom_fields.of_record(customer.account, customer.kind, customer.pk),
    ),
)


def of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The tabs that the user sees, with their words and numbers, and the part of the chosen one, the first when none is."""
    there = [tab for tab in TABS if tab.is_for(request.user)]
    chosen = next((tab for tab in there if tab.key == request.GET.get("tab")), there[0])
    tabs = [
        {"key": tab.key, "label": _label(tab, customer), "count": tab.count(customer), "current": tab is chosen}
        for tab in there
    ]
    return {"tabs": tabs, "tab": chosen.key, "part": chosen.template, **chosen.part(request, customer)}


def _label(tab: Tab, customer: Customer) -> str:
    if tab.key == "people" and not customer.is_company:
        return _("Companies")
    return str(tab.label)
