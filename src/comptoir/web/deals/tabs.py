"""The tabs of a deal's page. Each is a plain link; its part comes from the folder of what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptoir.deals.models import Deal
from comptoir.web.dossier import parts as dossier
from comptoir.web.followups import parts as follow_ups
from comptoir.web.quotations import parts as quotations


@dataclass(frozen=True)
class Tab:
    """One tab: its word, what it counts, and the part it shows."""

    key: str
    label: Any
    template: str
    part: Callable[[HttpRequest, Deal], dict[str, Any]]
    count: Callable[[Deal], int]


TABS = (
    Tab(
        "quotations",
        _("Quotations"),
        "quotations/_of_deal.html",
        quotations.of_deal,
        lambda deal: deal.quotations.count(),
    ),
    Tab(
        "follow-ups",
        _("Follow-ups"),
        "followups/_of_deal.html",
        follow_ups.of_deal,
        follow_ups.count_of_deal,
    ),
    Tab("notes", _("Notes"), "dossier/_notes.html", dossier.notes_of_deal, lambda deal: deal.notes.count()),
    Tab("files", _("Files"), "dossier/_files.html", dossier.files_of_deal, lambda deal: deal.files.count()),
)


def of_deal(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """The tabs with their words and numbers, and the part of the chosen one, the first when none is."""
    chosen = next((tab for tab in TABS if tab.key == request.GET.get("tab")), TABS[0])
    tabs = [{"key": tab.key, "label": tab.label, "count": tab.count(deal), "current": tab is chosen} for tab in TABS]
    return {"tabs": tabs, "tab": chosen.key, "part": chosen.template, **chosen.part(request, deal)}
