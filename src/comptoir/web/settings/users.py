"""Who logs in, for owners and admins."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.lifecycle import people
from comptoir.lifecycle.giving import StaleWork
from comptoir.lifecycle.open_work import open_work_of_user
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.lifecycle.forms import HandOverIfTicked
from comptoir.web.settings.forms import NewUserForm, UserForm
from comptoir.web.toasts import toast


def overview(request: HttpRequest) -> HttpResponse:
    """All users; those who may no longer log in stay listed, after the others."""
    require(request.user, Right.SETTINGS)
    users = sorted(User.objects.of(request.user.account), key=lambda user: not user.is_active)
    return render(request, "settings/users.html", {"users": users})


def add(request: HttpRequest) -> HttpResponse:
    """Let somebody log in."""
    require(request.user, Right.SETTINGS)
    form = NewUserForm(request.POST or None, by=request.user, initial={"language": request.user.account.language})
    account = request.user.account
    if accepted(form, lambda: people.add_user(account, by=request.user, at=now(request), **form.cleaned_data)):
        toast(request, _("%(name)s can log in now.") % {"name": form.instance.name})
        return go(request, reverse("users"))
    return render(request, "settings/user.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Name, role and rights of a user."""
    require(request.user, Right.SETTINGS)
    person, shown = own(request, User, id), own(request, User, id)
    form = UserForm(request.POST or None, instance=person, by=request.user)
    try:
        if accepted(form, lambda: people.change_user(person, by=request.user, at=now(request), **form.cleaned_data)):
            toast(request, _("%(name)s is saved.") % {"name": person.name})
            return go(request, reverse("users"))
    except people.LastOwner:
        form.add_error("role", _last_owner(shown))
    return render(request, "settings/user.html", {"form": form, "person": shown}, status=422 if form.errors else 200)


def deactivate(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Let a user log in no longer, after saying what that means; what they had to do may go to a colleague."""
    require(request.user, Right.SETTINGS)
    person = own(request, User, id)
    work, data = open_work_of_user(person, at=now(request)), request.POST if request.method == "POST" else None
    form = HandOverIfTicked(data, account=person.account, work=work, besides=person)
    stale = False
    if form.is_valid():
        try:
            return _deactivated(request, person, form)
        except StaleWork:
            stale, work = True, open_work_of_user(person, at=now(request))
    context = {"person": person, "work": work, "form": form, "stale": stale}
    title = _("Deactivate %(name)s") % {"name": person.name}
    status = 409 if stale else 422 if form.errors else 200
    return dialog(request, "settings/deactivate_user.html", context, title=title, status=status)


def _deactivated(request: HttpRequest, person: User, form: HandOverIfTicked) -> HttpResponse:
    to = form.cleaned_data["hand_over_to"]
    try:
        people.deactivate_user(person, by=request.user, at=now(request), hand_over_to=to)
    except people.LastOwner:
        toast(request, _last_owner(person), warning=True)
    else:
        words = {"name": person.name, "colleague": to}
        said = _("%(name)s can no longer log in. Their open work is with %(colleague)s now.") if to else None
        toast(request, (said or _("%(name)s can no longer log in.")) % words)
    return go(request, reverse("users"))


def reactivate(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Let a user log in again."""
    require(request.user, Right.SETTINGS)
    person = own(request, User, id)
    if request.method == "POST":
        people.reactivate_user(person, by=request.user, at=now(request))
        toast(request, _("%(name)s can log in again.") % {"name": person.name})
    return go(request, reverse("users"))


def _last_owner(person: User) -> str:
    return _("%(name)s is the only owner. Make somebody else an owner first.") % {"name": person.name}
