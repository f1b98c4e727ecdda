"""What a button does at once: marking as done, and taking it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.followups import calls, meetings, tasks
from comptoir.followups.agenda import items_of, known, title_of
from comptoir.followups.checking import FollowUp
from comptoir.followups.models import Call, Meeting, Task
from comptoir.web.answers import back
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.followups.dialogs import still_there
from comptoir.web.toasts import toast


@require_POST
def complete_task(request: HttpRequest, id: UUID) -> HttpResponse:
    """Tick a task off."""
    return _done(request, own(request, known(Task.objects.all()), id), tasks.complete, _("Done: %(title)s"))


@require_POST
def reopen_task(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take that back."""
    return _open(request, own(request, known(Task.objects.all()), id), tasks.reopen, _("To do again: %(title)s"))


@require_POST
def reopen_call(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back that a call was made."""
    return _open(request, own(request, known(Call.objects.all()), id), calls.reopen_call, _("To do again: %(title)s"))


@require_POST
def complete_meeting(request: HttpRequest, id: UUID) -> HttpResponse:
    """Note that a meeting was held."""
    meeting = own(request, known(Meeting.objects.all()), id)
    return _done(request, meeting, meetings.complete_meeting, _("Held: %(title)s"))


@require_POST
def reopen_meeting(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back that a meeting was held."""
    meeting = own(request, known(Meeting.objects.all()), id)
    return _open(request, meeting, meetings.reopen_meeting, _("Not held yet: %(title)s"))


def _done(request: HttpRequest, thing: FollowUp, verb: Callable[..., Any], said: str) -> HttpResponse:
    with still_there():
        verb(thing, by=request.user, at=now(request))
    undo_url = reverse(f"reopen_{thing._meta.model_name}", args=[thing.pk])
    toast(request, said % {"title": title_of(thing)}, undo_url=undo_url)
    return _row_or_page(request, thing)


def _open(request: HttpRequest, thing: FollowUp, verb: Callable[..., Any], said: str) -> HttpResponse:
    with still_there():
        verb(thing, by=request.user, at=now(request))
    toast(request, said % {"title": title_of(thing)})
    return _row_or_page(request, thing)


def _row_or_page(request: HttpRequest, thing: FollowUp) -> HttpResponse:
    """For a row that htmx changes in place the row as it is now, so that nothing jumps; otherwise the page it was on."""
    if not request.headers.get("HX-Request") or request.headers.get("HX-Target") == "dialog":
        return back(request, reverse("followups"))
    item = items_of([thing], account=request.user.account, at=now(request))[0]
    context = {"item": item, "today": today(request), "mixed": "mixed" in request.POST}
    return render(request, "followups/_swapped.html", context)
