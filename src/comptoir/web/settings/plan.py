"""The account's plan: what each contains, and changing it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.accounts.models import Account
from comptoir.accounts.plans import MODULES, Module, Plan
from comptoir.accounts.rights import Right, require
from comptoir.lifecycle import plans
from comptoir.subscriptions.models import Subscription
from comptoir.web.activities import parts as activities
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.forms import Form
from comptoir.web.toasts import toast

SHOWN = 200
"""Subscriptions named before the change; more are counted."""


class Confirmation(Form):
    """The number of the subscriptions, typed by hand."""

    confirmed = forms.IntegerField(
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
    )


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The three plans, the one the account has, and when it was changed."""
    require(request.user, Right.SETTINGS)
    account = request.user.account
    context = {
        "plans": [{"key": plan.value, "label": plan.label, "has_subscriptions": _has(plan)} for plan in Plan],
        "former": not account.has(Module.SUBSCRIPTIONS) and Subscription.objects.of(account).exists(),
        **activities.of_plan(request, account),
    }
    return render(request, "settings/plan.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, plan: str) -> HttpResponse:
    """Say what the plan would take away, and have the number of it typed; then change it."""
    require(request.user, Right.SETTINGS)
    if plan not in Plan.values:
        raise Http404
    account = Account.objects.get(pk=request.user.account_id)
    if account.plan == plan:
        return go(request, reverse("plan"))
    form = Confirmation(request.POST if request.method == "POST" else None)
    typed = form.cleaned_data["confirmed"] if form.is_valid() else None
    if request.method == "POST":
        try:
            plans.change_plan(account, plan=plan, by=request.user, at=now(request), confirmed=typed)
        except plans.MustConfirm as asked:
            _ask_again(form, asked.how_many, typed)
        else:
            toast(request, _("Your plan is %(plan)s now.") % {"plan": Plan(plan).label})
            return go(request, reverse("plan"))
    return _ask(request, account, plan, form)


def _ask(request: HttpRequest, account: Account, plan: str, form: Confirmation) -> HttpResponse:
    lost = plans.lost_with(account, plan)
    how_many = lost.count()
    form.fields["confirmed"].label = _("Type %(number)s to confirm") % {"number": how_many}
    context: dict[str, Any] = {
        "plan": Plan(plan),
        "how_many": how_many,
        "lost": lost.select_related("customer").order_by("customer__sort_name", "title", "pk")[:SHOWN],
        "more": max(how_many - SHOWN, 0),
        "form": form,
    }
    return render(request, "settings/change_plan.html", context, status=422 if form.errors else 200)


def _ask_again(form: Confirmation, how_many: int, typed: int | None) -> None:
    if typed is not None:
        sentence = ngettext(
            "It is %(number)s subscription now. Look at it, and type this number.",
            "There are %(number)s subscriptions now. Look at them, and type this number.",
            how_many,
        )
        form.add_error("confirmed", sentence % {"number": how_many})


def _has(plan: Plan) -> bool:
    return Module.SUBSCRIPTIONS in MODULES[plan]
