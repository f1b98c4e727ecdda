"""The outcomes that calls can have, for owners and admins."""

from uuid import UUID

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.deals import words
from comptoir.followups.models import Call, CallOutcome
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import Form, accepted
from comptoir.web.toasts import toast


class OutcomeForm(Form):
    """What an outcome is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, widget=forms.TextInput(attrs={"autofocus": True})
    )


def overview(request: HttpRequest) -> HttpResponse:
    """All outcomes with the number of calls that had them; archived ones after the others."""
    require(request.user, Right.SETTINGS)
    account = request.user.account
    calls = dict(Call.objects.of(account).values_list("outcome").annotate(Count("pk")).order_by())
    rows = sorted(CallOutcome.objects.of(account), key=lambda outcome: outcome.is_archived)
    context = {"outcomes": [(outcome, calls.get(outcome.pk, 0)) for outcome in rows]}
    return render(request, "followups/outcomes.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A further outcome."""
    require(request.user, Right.SETTINGS)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    account = request.user.account
    made = lambda: words.add_word(CallOutcome, account, by=request.user, at=now(request), **form.cleaned_data)  # noqa: E731
    if accepted(form, made):
        toast(request, _("%(name)s is added.") % form.cleaned_data)
        return go(request, reverse("call_outcomes"))
    return _dialog(request, form, title=_("New outcome"))


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, id: UUID) -> HttpResponse:
    """Call an outcome otherwise."""
    require(request.user, Right.SETTINGS)
    outcome = own(request, CallOutcome, id)
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial={"name": outcome.name})
    done = lambda: words.rename_word(outcome, by=request.user, at=now(request), **form.cleaned_data)  # noqa: E731
    if accepted(form, done):
        toast(request, _("%(name)s is saved.") % form.cleaned_data)
        return go(request, reverse("call_outcomes"))
    return _dialog(request, form, title=_("Rename the outcome"), outcome=outcome)


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let an outcome be chosen no longer."""
    outcome = words.archive_word(own(request, CallOutcome, id), by=request.user, at=now(request))
    undo_url = reverse("restore_call_outcome", args=[outcome.pk])
    toast(request, _("%(name)s is archived.") % {"name": outcome.name}, undo_url=undo_url)
    return go(request, reverse("call_outcomes"))


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let an archived outcome be chosen again."""
    outcome = words.restore_word(own(request, CallOutcome, id), by=request.user, at=now(request))
    toast(request, _("%(name)s can be chosen again.") % {"name": outcome.name})
    return go(request, reverse("call_outcomes"))


def _dialog(request: HttpRequest, form: OutcomeForm, *, title: str, outcome: CallOutcome | None = None) -> HttpResponse:
    context = {"form": form, "outcome": outcome}
    return dialog(request, "followups/outcome.html", context, title=title, status=422 if form.errors else 200)
