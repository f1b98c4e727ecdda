"""Adding, changing and removing tasks."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.followups import tasks
from comptoir.followups.agenda import known
from comptoir.followups.models import Task
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.followups.dialogs import adding, data_of, editing, prefilled, removing
from comptoir.web.followups.task_form import TaskForm, initial_of


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty task for today and oneself, or one that knows its customer, deal or day already."""
    usual = prefilled(request)
    form = TaskForm(data_of(request), user=request.user, today=today(request), initial=usual | {"due_on": usual["on"]})

    def add(given: dict[str, Any]) -> None:
        key = form.cleaned_data.get("request_key") or usual["request_key"]
        tasks.add_task(by=request.user, at=now(request), reason_key=f"form:{key}", **given)

    return adding(request, form, add, title=_("New task"), said=_("Task added: %(title)s"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A task to change, or what it was when it is done."""
    task = own(request, known(Task.objects.all()), id)
    form = TaskForm(data_of(request), user=request.user, today=today(request), initial=initial_of(task))

    def change(**facts: Any) -> None:
        tasks.edit_task(task, by=request.user, at=now(request), **facts)

    return editing(request, form, task, change, title=_("Edit task"), said=_("Task saved: %(title)s"))


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Remove a task, after saying what will be gone."""
    task = own(request, known(Task.objects.all()), id)
    said = _("Task deleted: %(title)s") % {"title": task.title}
    return removing(request, task, tasks.delete_task, title=_("Delete the task"), said=said)
