"""The dialog everything is about, and the way back."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.lifecycle import deactivation
from comptoir.lifecycle.deactivation import CannotUndo, Preview, StalePreview
from comptoir.lifecycle.open_work import open_work_of
from comptoir.lifecycle.scheduling import AlreadyDeactivated, ScheduledMeanwhile
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.lifecycle import scheduling, words
from comptoir.web.lifecycle.forms import DeactivationForm
from comptoir.web.links import url_of
from comptoir.web.toasts import toast

FIRST, NAMED = 5, 200
"""So many invoices the dialog names on its face, and when it is unfolded; of more it names the rest when asked, or a browser
would have to draw thousands of rows that hardly anybody reads."""


@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Show the dialog; deactivate when it was answered, or at once when there is nothing to ask (R2).

    With `?later` the dialog opens to choose a day, as it was answered when that is what it is about to change.
    """
    customer = _known(request, kind, id)
    require(request.user, Right.CUSTOMERS)
    if customer.is_deactivated:
        toast(request, words.already_deactivated(customer))
        return go(request, url_of(customer))
    initial = scheduling.as_initial(scheduling.scheduled_of(customer)) if "later" in request.GET else {}
    if request.method == "POST" and "fingerprint" in request.POST:
        # What else is at stake the verb looks at itself, under its locks.
        work = open_work_of(customer, at=now(request))
        form = DeactivationForm(request.POST, initial=initial, account=customer.account, work=work)
        if form.is_valid():
            return _answer(request, customer, form)
        return _dialog(request, deactivation.preview(customer, at=now(request)), form)
    found = deactivation.preview(customer, at=now(request))
    whose = {"account": customer.account, "work": found.open_work}
    if request.method == "POST" and not found.asks:
        form = DeactivationForm({"fingerprint": found.fingerprint}, **whose)
        if form.is_valid():
            return _answer(request, customer, form)
    form = DeactivationForm(None, initial=initial, **whose)
    return _dialog(request, found, form)


def at_stake(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Every unsettled invoice of the customer by its name (R4): those beyond `NAMED` for the dialog, which only counts
    them until it is asked, or all of them on a page of their own."""
    customer = _known(request, kind, id)
    require(request.user, Right.CUSTOMERS)
    found = deactivation.preview(customer, at=now(request))
    context = {"customer": customer, "preview": found, "page_url": url_of(customer)}
    if "HX-Request" in request.headers:
        return render(request, "lifecycle/_stakes.html", {**context, "stakes": found.invoices[NAMED:]})
    return render(request, "lifecycle/at_stake.html", context)


def _known(request: HttpRequest, kind: str, id: UUID) -> Customer:
    """The customer with all that the dialog says of it, as it is now."""
    with_it = Customer.objects.select_related("account", "deactivated_by", *scheduling.WITH)
    return own(request, with_it.filter(kind=kind), id)


def _answer(request: HttpRequest, customer: Customer, form: DeactivationForm) -> HttpResponse:
    answer = dict(form.cleaned_data)
    shown_at, on, seen = answer.pop("shown_at"), answer.pop("on"), answer.pop("seen")
    try:
        if on:
            return scheduling.schedule(request, customer, on=on, seen=seen, **answer)
        outcome = deactivation.deactivate(customer, by=request.user, at=now(request), **answer)
    except StalePreview as stale:
        return _stale(request, stale.fresh, form, since=shown_at)
    except AlreadyDeactivated:
        toast(request, words.already_deactivated(_known(request, customer.kind, customer.pk)))
        return go(request, url_of(customer))
    except ScheduledMeanwhile:
        customer = _known(request, customer.kind, customer.pk)
        return _stale(request, deactivation.preview(customer, at=now(request)), form, since=shown_at)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _dialog(request, deactivation.preview(customer, at=now(request)), form)
    undo_url = outcome.activity and outcome.can_be_undone and reverse("undo_deactivation", args=[outcome.activity.pk])
    toast(request, words.outcome(outcome), undo_url=undo_url or None)
    for reminder in outcome.leaving:
        toast(request, words.was_leaving(reminder))
    return go(request, url_of(customer))


def _stale(request: HttpRequest, fresh: Preview, form: DeactivationForm, *, since: dt.datetime | None) -> HttpResponse:
    """The dialog again with what would happen now, and what happened `since` it was shown."""
    meanwhile = Activity.objects.about_customer(fresh.customer.pk)
    meanwhile = meanwhile.filter(at__gte=since)[:5] if since else meanwhile.none()
    return _dialog(request, fresh, form, stale=True, meanwhile=meanwhile)


def _dialog(request: HttpRequest, found: Preview, form: DeactivationForm, **more: object) -> HttpResponse:
    customer = found.customer
    context = {
        "customer": customer,
        "preview": found,
        "form": form,
        "scheduled": scheduling.scheduled_of(customer),
        "named_first": found.invoices[:FIRST],
        "named_besides": found.invoices[FIRST:NAMED],
        "besides": len(found.invoices[FIRST:]),
        "unnamed": len(found.invoices[NAMED:]),
        "can_go_to_somebody": found.open_work.could_go_to(form.colleagues),
        "page_url": url_of(customer),
        **more,
    }
    title = _("Deactivate %(name)s") % {"name": customer.name}
    status = 409 if more.get("stale") else 422 if form.errors else 200
    return dialog(request, "lifecycle/deactivate.html", context, title=title, status=status)


@require_http_methods(["GET", "POST"])
def reactivate(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Say what stays held and ended, then reactivate (R11)."""
    customer = own(request, Customer.objects.filter(kind=kind).select_related("account", "deactivated_by"), id)
    require(request.user, Right.CUSTOMERS)
    if request.method == "POST":
        deactivation.reactivate(customer, by=request.user, at=now(request))
        toast(request, _("%(name)s is active again.") % {"name": customer.name})
        return go(request, url_of(customer))
    if not customer.is_deactivated:
        return redirect(url_of(customer))
    held = customer.invoices.on_hold().order_by("on_hold_since", "pk")
    ended = customer.subscriptions.deactivated().order_by("-deactivated_at", "pk")
    paused = customer.subscriptions.paused().order_by("title", "pk")
    context = {"customer": customer, "held": held, "ended": ended, "paused": paused, "page_url": url_of(customer)}
    return render(request, "lifecycle/reactivate.html", context)


@require_POST
def undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back a deactivation, from its toast."""
    activity = own(request, Activity.objects.filter(kind="customer.deactivated"), id)
    try:
        customer = deactivation.undo(activity, by=request.user, at=now(request))
        toast(request, _("%(name)s is active again, as before.") % {"name": customer.name})
    except CannotUndo:
        customer = own(request, Customer, activity.customer_id)
        toast(
            request, _("This cannot be undone any more. You can still reactivate %(name)s.") % {"name": customer.name}
        )
    return go(request, url_of(customer))
