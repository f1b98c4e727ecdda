"""The account's legal entities, for owners and admins."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.lifecycle import settings
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.settings.forms import DepartmentForm
from comptoir.web.toasts import toast


def overview(request: HttpRequest) -> HttpResponse:
    """All departments."""
    require(request.user, Right.SETTINGS)
    return render(request, "settings/departments.html", {"departments": request.user.account.departments.all()})


def edit(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """One department."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, id)
    name = department.name
    form = DepartmentForm(request.POST or None, instance=department)
    facts = lambda: {"by": request.user, "at": now(request), **form.cleaned_data}  # noqa: E731
    if accepted(form, lambda: settings.change_department(department, **facts())):
        toast(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
        return go(request, reverse("departments"))
    return render(request, "settings/department.html", {"form": form, "name": name}, status=422 if form.errors else 200)
