"""What a button does with a task at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.followups import tasks
from comptoir.followups.models import Task
from comptoir.web.answers import back
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.toasts import toast


@require_POST
def complete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Tick a task off."""
    task = tasks.complete(own(request, Task, id), by=request.user, at=now(request))
    toast(request, _("Done: %(title)s") % {"title": task.title}, undo_url=reverse("reopen_task", args=[task.pk]))
    return _row_or_page(request, task)


@require_POST
def reopen(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take that back."""
    task = tasks.reopen(own(request, Task, id), by=request.user, at=now(request))
    toast(request, _("To do again: %(title)s") % {"title": task.title})
    return _row_or_page(request, task)


def _row_or_page(request: HttpRequest, task: Task) -> HttpResponse:
    """For htmx the row as it is now, so that nothing jumps; otherwise the page where the button stood."""
    if not request.headers.get("HX-Request"):
        return back(request, reverse("followups"))
    return render(request, "followups/_swapped.html", {"task": task, "today": today(request)})
