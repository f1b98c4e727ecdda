"""What left, what waits, and what nobody knows about."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comptoir.invoicing.models import Reminder, ReminderQuerySet
from comptoir.invoicing.recipients import recipients_of
from comptoir.invoicing.writing import written
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.find import own

State = Reminder.State
TABS: dict[str, tuple[str, ...]] = {
    "": tuple(State.values),
    "sent": (State.SENT, State.LEAVING),
    "waiting": (State.QUEUED,),
    "uncertain": (State.UNCERTAIN,),
    "withdrawn": (State.WITHDRAWN,),
}
UNCERTAIN_SHOWN = 10
"""Above the list of all, so many of those that a person must decide about; the rest is in their tab."""


@dataclass(frozen=True)
class Tab:
    """One tab of the overview."""

    label: str
    url: str
    current: bool
    count: int = 0


def overview(request: HttpRequest) -> HttpResponse:
    """All reminders, newest first, or those of one tab; before them those that need a person."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    rows = _rows(request)
    uncertain = rows.filter(state=State.UNCERTAIN).order_by("-queued_at", "-id")
    page = paging.page(
        request,
        rows.filter(state__in=TABS[tab]),
        sorts={"queued": "queued_at", "next": "next_attempt_at"},
        default="next" if tab == "waiting" else "-queued",
    )
    context = {
        "page": page,
        "tab": tab,
        "letters": rows.letters().on_their_way().count(),
        "tabs": _tabs(tab, uncertain=uncertain.count()),
        "uncertain": uncertain[:UNCERTAIN_SHOWN] if tab == "" else [],
    }
    return render(request, "reminders/overview.html", context)


def reminder(request: HttpRequest, id: UUID) -> HttpResponse:
    """One reminder: the letter as it left, or as it would leave now."""
    found = own(request, _rows(request).select_related("invoice__department", "asked_by"), id)
    context: dict[str, Any] = {"reminder": found, "invoice": found.invoice, "customer": found.invoice.customer}
    if found.state == State.QUEUED:
        context |= _as_it_would_leave(request, found)
    return render(request, "reminders/reminder.html", context)


def _rows(request: HttpRequest) -> ReminderQuerySet:
    rows: ReminderQuerySet = Reminder.objects.of(request.user.account).select_related("step", "invoice__customer")
    return rows


def _as_it_would_leave(request: HttpRequest, found: Reminder) -> dict[str, Any]:
    now = written(found, on=today(request))
    return {"draft": now.letter, "costs": now.costs, "recipients": recipients_of([found.invoice])[found.invoice_id]}


def _tabs(current: str, *, uncertain: int) -> list[Tab]:
    labels = {
        "": _("All"),
        "sent": _("Outgoing mail"),
        "waiting": _("Waiting"),
        "uncertain": _("Uncertain"),
        "withdrawn": _("Withdrawn"),
    }
    return [
        Tab(label, f"?tab={key}" if key else "?", key == current, uncertain if key == "uncertain" else 0)
        for key, label in labels.items()
    ]
