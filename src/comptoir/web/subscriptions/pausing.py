"""The dialogs that pause a subscription and let it run again."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.subscriptions import pausing
from comptoir.subscriptions.missing import Missed, missed
from comptoir.subscriptions.models import MissedPeriods, Subscription
from comptoir.subscriptions.refusals import ChangedMeanwhile, Refusal
from comptoir.web import speech
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import DateField, Form
from comptoir.web.links import url_of
from comptoir.web.subscriptions import words
from comptoir.web.toasts import toast


class PauseForm(Form):
    """Until when, and what becomes of the periods that begin meanwhile."""

    ends = forms.ChoiceField(
        label=gettext_lazy("Paused"),
        choices=[("open", gettext_lazy("Until somebody resumes it")), ("until", gettext_lazy("Until a day"))],
    )
    until = DateField(label=gettext_lazy("First day it runs again"), required=False)
    missed = forms.ChoiceField(
        label=gettext_lazy("Periods that begin meanwhile"), choices=MissedPeriods.choices, required=False
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Without a day, a pause has no end, and what becomes of missed periods is asked when it is resumed."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("ends") != "until":
            given["until"] = None
            self.errors.pop("until", None)
        elif not given.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choose a day."))
        given["missed"] = (given.get("until") and given.get("missed")) or MissedPeriods.SKIP
        return given


@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask until when; pause, or change the pause, when that was answered."""
    subscription = own(request, Subscription.objects.select_related("account", "customer"), id)
    require(request.user, Right.SUBSCRIPTIONS)
    if not subscription.is_active:
        toast(
            request, _("“%(title)s” cannot be paused: nothing more is billed from it.") % {"title": subscription.title}
        )
        return go(request, url_of(subscription))
    changed = False
    form = PauseForm(request.POST if "fingerprint" in request.POST else None, initial=_initial(subscription))
    if form.is_bound and form.is_valid():
        answer = {name: form.cleaned_data[name] for name in ("until", "missed", "fingerprint")}
        try:
            paused = pausing.pause(subscription, by=request.user, at=now(request), **answer)
            toast(request, _paused(paused))
            return go(request, url_of(subscription))
        except ChangedMeanwhile:
            subscription.refresh_from_db()
            changed = True
        except Refusal as refusal:
            form.add_error(words.field_of(refusal), words.sentence(refusal))
    if subscription.is_paused:
        title = _("Change the pause of %(title)s") % {"title": subscription.title}
    else:
        title = _("Pause %(title)s") % {"title": subscription.title}
    context = {"subscription": subscription, "form": form, "changed": changed}
    status = 409 if changed else 422 if form.errors else 200
    return dialog(request, "subscriptions/pause.html", context, title=title, status=status)


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, id: UUID) -> HttpResponse:
    """Name the periods that were missed and ask what becomes of them; resume when that was answered and is still so."""
    subscription = own(request, Subscription.objects.select_related("account", "customer"), id)
    require(request.user, Right.SUBSCRIPTIONS)
    if not subscription.is_paused:
        toast(request, _("“%(title)s” is not paused.") % {"title": subscription.title})
        return go(request, url_of(subscription))
    choice, shown, changed = request.POST.get("missed", MissedPeriods.SKIP), request.POST.get("fingerprint"), False
    if shown is not None and choice in MissedPeriods:
        try:
            resumed = pausing.resume(subscription, by=request.user, at=now(request), missed=choice, fingerprint=shown)
            toast(request, _resumed(resumed))
            return go(request, url_of(subscription))
        except ChangedMeanwhile:
            subscription.refresh_from_db()
            changed = True
    found = missed(subscription, on=pausing.runs_again_on(subscription, today(request)))
    context = {"subscription": subscription, "choice": choice, "changed": changed, **_told(found)}
    title = _("Resume %(title)s") % {"title": subscription.title}
    return dialog(request, "subscriptions/resume.html", context, title=title, status=409 if changed else 200)


def _initial(subscription: Subscription) -> dict[str, object]:
    if not subscription.is_paused:
        return {"ends": "open", "missed": MissedPeriods.SKIP}
    until = subscription.paused_until
    return {"ends": "until" if until else "open", "until": until, "missed": subscription.missed_periods}


def _told(found: Missed) -> dict[str, object]:
    amount = found.subscription.tax_inclusive
    return {
        "missed": found,
        "missed_amount": amount * len(found.periods),
        "owed_amount": amount * len(found.owed),
    }


def _paused(subscription: Subscription) -> str:
    facts = {"title": subscription.title}
    if subscription.paused_until is None:
        return _("“%(title)s” is paused. Nothing is billed until somebody resumes it.") % facts
    facts["day"] = speech.day(subscription.paused_until, "long")
    return _("“%(title)s” is paused. It runs again on %(day)s.") % facts


def _resumed(subscription: Subscription) -> str:
    if subscription.bill_on is None:
        return _("“%(title)s” has ended: no period is left to bill.") % {"title": subscription.title}
    facts = {"title": subscription.title, "day": speech.day(subscription.bill_on, "long")}
    if subscription.bill_on <= subscription.account.day(subscription.updated_at):
        return _("“%(title)s” runs again. What is due is billed the next morning.") % facts
    return _("“%(title)s” runs again. The next invoice is made on %(day)s.") % facts
