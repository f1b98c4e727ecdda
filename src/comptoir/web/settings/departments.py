"""The account's legal entities, for owners and admins."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.invoicing import numbering
from comptoir.invoicing.models import NumberSeries
from comptoir.lifecycle import departments
from comptoir.web.activities import parts as activities
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.settings.forms import DepartmentForm
from comptoir.web.toasts import toast


def overview(request: HttpRequest) -> HttpResponse:
    """All departments; archived ones stay listed, after the others."""
    require(request.user, Right.SETTINGS)
    rows = sorted(request.user.account.departments.all(), key=lambda department: department.is_archived)
    for department in rows:
        department.next_number = numbering.peek(department, NumberSeries.Document.INVOICE, on=today(request)).text
    return render(request, "settings/departments.html", {"departments": rows})


def add(request: HttpRequest) -> HttpResponse:
    """A further legal entity."""
    require(request.user, Right.SETTINGS)
    account = request.user.account
    form = DepartmentForm(request.POST or None, initial={"country": account.departments.first().country})
    facts = lambda: {"by": request.user, "at": now(request), **form.cleaned_data}  # noqa: E731
    if accepted(form, lambda: departments.add_department(account, **facts())):
        toast(request, _("%(name)s is added.") % {"name": form.cleaned_data["name"]})
        return go(request, reverse("departments"))
    return render(request, "settings/department.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """One department, and what was changed about it."""
    require(request.user, Right.SETTINGS)
    department, shown = own(request, Department, id), own(request, Department, id)
    numbered = numbering.has_given(shown, on=today(request))
    form = DepartmentForm(request.POST or None, instance=department, numbered=numbered)
    facts = lambda: {"by": request.user, "at": now(request), **form.cleaned_data}  # noqa: E731
    if accepted(form, lambda: departments.change_department(department, **facts())):
        toast(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
        return go(request, reverse("departments"))
    context = {"form": form, "department": shown, **activities.of_subject(request, shown)}
    return render(request, "settings/department.html", context, status=422 if form.errors else 200)


@require_POST
def make_default(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Let new documents begin with this department."""
    department = own(request, Department, id)
    try:
        departments.make_default(department, by=request.user, at=now(request))
    except departments.ArchivedDepartment:
        toast(request, _("%(name)s is archived. Use it again first.") % {"name": department.name}, warning=True)
    else:
        toast(request, _("%(name)s is the default department now.") % {"name": department.name})
    return go(request, reverse("departments"))


def archive(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Let a department be chosen no longer, after saying what that means."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, id)
    if request.method == "POST":
        try:
            departments.archive_department(department, by=request.user, at=now(request))
        except (departments.DefaultDepartment, departments.BillsSubscriptions):
            return _ask_to_archive(request, department, status=409)
        toast(request, _("%(name)s is archived.") % {"name": department.name})
        return go(request, reverse("departments"))
    return _ask_to_archive(request, department)


@require_POST
def restore(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Let an archived department be chosen again."""
    department = own(request, Department, id)
    departments.restore_department(department, by=request.user, at=now(request))
    toast(request, _("%(name)s can be chosen again.") % {"name": department.name})
    return go(request, reverse("departments"))


def _ask_to_archive(request: HttpRequest, department: Department, *, status: int = 200) -> HttpResponse:
    title = _("Archive %(name)s") % {"name": department.name}
    context: dict[str, Any] = {"department": department, "open": departments.still_open(department)}
    return dialog(request, "settings/archive_department.html", context, title=title, status=status)
