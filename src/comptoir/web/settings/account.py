"""The account's own settings, for owners and admins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.accounts.rights import Right, require
from comptoir.lifecycle import settings
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.forms import accepted
from comptoir.web.settings.forms import AccountForm
from comptoir.web.toasts import toast


def edit(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, currency and morning hour."""
    require(request.user, Right.SETTINGS)
    account = Account.objects.get(pk=request.user.account_id)
    form = AccountForm(request.POST or None, instance=account)
    if accepted(form, lambda: settings.change_account(account, by=request.user, at=now(request), **form.cleaned_data)):
        toast(request, _("The settings of the account are saved."))
        return go(request, request.path)
    return render(request, "settings/account.html", {"form": form}, status=422 if form.errors else 200)
