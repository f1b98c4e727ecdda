"""What somebody has to do."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts.rights import Right, require
from comptoir.followups import tasks
from comptoir.followups.models import Task
from comptoir.web import paging
from comptoir.web.answers import back
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.toasts import toast


def overview(request: HttpRequest) -> HttpResponse:
    """The open tasks of the account, the most urgent first; or those done, the newest first."""
    is_done = request.GET.get("tab") == "done"
    rows = Task.objects.of(request.user.account).select_related("customer", "assignee", "completed_by")
    if is_done:
        rows = rows.filter(completed_at__isnull=False)
        page = paging.page(request, rows, sorts={"done": "completed_at"}, default="-done")
    else:
        page = paging.page(request, rows.open(), sorts={"due": "due_on"}, default="due")
    return render(request, "followups/overview.html", {"page": page, "is_done": is_done, "today": today(request)})


@require_POST
def done(request: HttpRequest, id: UUID) -> HttpResponse:
    """Tick a task off."""
    require(request.user, Right.CUSTOMERS)
    task = tasks.complete(own(request, Task, id), by=request.user, at=now(request))
    toast(request, _("Done: %(title)s") % {"title": task.title})
    return back(request, reverse("followups"))
