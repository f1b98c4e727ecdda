"""What somebody has to do."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comptoir.followups.models import Task
from comptoir.web import paging
from comptoir.web.clock import today

TABS = ("mine", "everyone", "nobody", "done")


@dataclass(frozen=True)
class Tab:
    """One tab of the overview."""

    label: str
    url: str
    current: bool
    count: int = 0


def overview(request: HttpRequest) -> HttpResponse:
    """The tasks of one tab: those to do, the most urgent first; those done, the latest first."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "mine"
    rows = _rows(request, tab).select_related("customer", "assignee", "completed_by")
    sorts, default = ({"done": "completed_at"}, "-done") if tab == "done" else ({"due": "due_on"}, "due")
    context = {
        "page": paging.page(request, rows, sorts=sorts, default=default),
        "tab": tab,
        "tabs": _tabs(tab, nobodys=_rows(request, "nobody").count()),
        "today": today(request),
    }
    return render(request, "followups/overview.html", context)


def _rows(request: HttpRequest, tab: str) -> QuerySet[Task]:
    tasks = Task.objects.of(request.user.account)
    return {
        "mine": tasks.open().assigned_to(request.user),
        "everyone": tasks.open(),
        "nobody": tasks.open().nobodys(),
        "done": tasks.done(),
    }[tab]


def _tabs(current: str, *, nobodys: int) -> list[Tab]:
    """Nobody's tab is there only while it holds something: it asks to be emptied."""
    labels = {"mine": _("Mine"), "everyone": _("Everyone’s"), "nobody": _("Nobody’s"), "done": _("Done")}
    if not nobodys and current != "nobody":
        del labels["nobody"]
    return [
        Tab(label, "?" if key == "mine" else f"?tab={key}", key == current, nobodys if key == "nobody" else 0)
        for key, label in labels.items()
    ]
