"""What everybody changes about themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.lifecycle import people
from comptoir.web.answers import go
from comptoir.web.calendar.address import address_of
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.settings.forms import YoursForm
from comptoir.web.toasts import toast


def edit(request: HttpRequest) -> HttpResponse:
    """Your name, your language, the address of your calendar."""
    user = own(request, User, request.user.pk)
    form = YoursForm(request.POST or None, instance=user)
    if accepted(form, lambda: people.change_user(user, by=request.user, at=now(request), **form.cleaned_data)):
        toast(request, _("Your settings are saved."))
        return go(request, request.path)
    context = {"form": form, "calendar_address": address_of(request)}
    return render(request, "settings/yours.html", context, status=422 if form.errors else 200)
