"""Adding and editing a task, in a dialog."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.followups import tasks
from comptoir.followups.models import Task
from comptoir.followups.refusals import AlreadyDone, ChangedMeanwhile
from comptoir.web.answers import back, dialog
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.followups.forms import NewTaskForm, TaskForm
from comptoir.web.forms import accepted
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty task for today and oneself, or one that knows its customer already (`?customer=`)."""
    customer = own(request, Customer, request.GET["customer"]) if request.GET.get("customer") else None
    usual = {"customer": customer, "due_on": today(request), "assignee": request.user, "request_key": new_id()}
    form = NewTaskForm(_data(request), user=request.user, today=today(request), initial=usual)
    if accepted(form, lambda: _add(request, form.cleaned_data)):
        toast(request, _("Task added: %(title)s") % {"title": form.cleaned_data["title"]})
        return back(request, _home(customer))
    return _dialog(request, form, title=_("New task"), home=_home(customer))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A task to change. What somebody else saved meanwhile is not overwritten unseen."""
    found = own(request, Task.objects.select_related("customer", "account"), id)
    home = _home(found.customer if "customer" in request.GET else None)
    form = TaskForm(_data(request), user=request.user, today=today(request), instance=found)
    status = 200
    try:
        if accepted(form, lambda: _edit(request, found, form.cleaned_data)):
            toast(request, _("Task saved: %(title)s") % {"title": form.cleaned_data["title"]})
            return back(request, home)
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody changed this task meanwhile. Saving again replaces what they wrote."))
        status = 409
    except AlreadyDone:
        toast(request, _("This task is done. Reopen it to change it."), warning=True)
        return back(request, home)
    return _dialog(request, form, title=_("Edit task"), home=home, status=status, task=found)


def _add(request: HttpRequest, given: dict[str, Any]) -> None:
    facts = {name: given[name] for name in ("title", "description", "due_on", "assignee")}
    tasks.add_task(
        given["customer"], by=request.user, at=now(request), reason_key=f"form:{given['request_key']}", **facts
    )


def _edit(request: HttpRequest, task: Task, given: dict[str, Any]) -> None:
    tasks.edit_task(task, by=request.user, at=now(request), seen=_moment(request.POST.get("seen")), **given)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None


def _home(customer: Customer | None) -> str:
    return f"{url_of(customer)}?tab=follow-ups" if customer else reverse("followups")


def _dialog(
    request: HttpRequest, form: TaskForm, *, title: str, home: str, status: int = 200, **context: object
) -> HttpResponse:
    """Over the page for htmx; that page is where it then leads back to."""
    came_from = request.POST.get("next") or request.headers.get("HX-Current-URL") or home
    context |= {"form": form, "home": home, "next": came_from}
    if form.errors and status == 200:
        status = 422
    return dialog(request, "followups/form.html", context, title=title, status=status)
