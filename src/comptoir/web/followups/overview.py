"""What there is to do: tasks, calls and meetings, each in its own list."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from comptoir.followups.agenda import items_of, known
from comptoir.followups.models import Call, Meeting, Task
from comptoir.web import paging
from comptoir.web.clock import now, today
from comptoir.web.followups.asked import asked_about

KINDS: dict[str, tuple[Any, str]] = {
    "tasks": (Task, "due_on"),
    "calls": (Call, "scheduled_at"),
    "meetings": (Meeting, "starts_at"),
}
TABS = ("mine", "everyone", "nobody", "done")


@dataclass(frozen=True)
class Choice:
    """A kind to look at, or a tab of the overview."""

    label: str
    url: str
    current: bool
    count: int = 0


def overview(request: HttpRequest) -> HttpResponse:
    """The follow-ups of one kind and tab, of everything or about one customer or deal.

    Those to do come first by time; those done, the latest first.
    """
    about, kind, tab = _asked(request)
    model, by_time = KINDS[kind]
    rows = model.objects.of(request.user.account).filter(**about)
    sorts, default = ({"done": "completed_at"}, "-done") if tab == "done" else ({"time": by_time}, "time")
    page = paging.page(request, known(_of_tab(rows, tab, request)), sorts=sorts, default=default)
    asked = {name: thing.pk for name, thing in about.items()}
    context = {
        "page": page,
        "items": items_of(page.rows, account=request.user.account, at=now(request)),
        "kind": kind,
        "new_url_name": f"new_{kind.removesuffix('s')}",
        "tab": tab,
        "kinds": _kinds(kind, tab, asked),
        "tabs": _tabs(kind, tab, asked, nobodys=rows.open().nobodys().count()),
        "about": urlencode(asked),
        "today": today(request),
        **about,
    }
    return render(request, "followups/overview.html", context)


def found(request: HttpRequest) -> tuple[str, QuerySet[Any]]:
    """The kind that the address asks for, and all of it that it asks for: what an export contains."""
    about, kind, tab = _asked(request)
    rows = KINDS[kind][0].objects.of(request.user.account).filter(**about)
    return kind, _of_tab(rows, tab, request)


def _asked(request: HttpRequest) -> tuple[dict[str, Any], str, str]:
    about = asked_about(request)
    kind = _one_of(KINDS, request.GET.get("kind"), "tasks")
    return about, kind, _one_of(TABS, request.GET.get("tab"), "everyone" if about else "mine")


def _of_tab(rows: Any, tab: str, request: HttpRequest) -> QuerySet[Any]:
    if tab == "mine":
        mine = rows.open()
        return mine.attended_by(request.user) if rows.model is Meeting else mine.assigned_to(request.user)
    return {"everyone": rows.open, "nobody": rows.open().nobodys, "done": rows.done}[tab]()


def _kinds(current: str, tab: str, asked: dict[str, UUID]) -> list[Choice]:
    """The other kinds, in the same tab."""
    labels = {"tasks": _("Tasks"), "calls": _("Calls"), "meetings": _("Meetings")}
    kept_tab = "" if tab == "nobody" else tab
    return [Choice(label, _url(key, kept_tab, asked), key == current) for key, label in labels.items()]


def _tabs(kind: str, current: str, asked: dict[str, UUID], *, nobodys: int) -> list[Choice]:
    """Nobody's tab is there only while it holds something: it asks to be emptied."""
    labels = {"mine": _("Mine"), "everyone": _("Everyone’s"), "nobody": _("Nobody’s"), "done": _("Done")}
    if not nobodys and current != "nobody":
        del labels["nobody"]
    return [
        Choice(label, _url(kind, key, asked), key == current, nobodys if key == "nobody" else 0)
        for key, label in labels.items()
    ]


def _url(kind: str, tab: str, asked: dict[str, UUID]) -> str:
    usual = {"kind": "tasks", "tab": "everyone" if asked else "mine"}
    said = {name: value for name, value in {"kind": kind, "tab": tab}.items() if value and value != usual[name]}
    return f"?{urlencode(said | asked)}"


def _one_of(known_values: Any, given: str | None, usual: str) -> str:
    return given if given and given in known_values else usual
