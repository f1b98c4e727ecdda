"""The dialog everything is about, and the way back."""

from uuid import UUID

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
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.lifecycle import words
from comptoir.web.lifecycle.forms import DeactivationForm
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Show the dialog; deactivate when it was answered, or at once when there is nothing to ask (R2)."""
    customer = own(request, Customer.objects.filter(kind=kind).select_related("account", "deactivated_by"), id)
    require(request.user, Right.CUSTOMERS)
    if customer.is_deactivated:
        toast(request, words.already_deactivated(customer))
        return go(request, url_of(customer))
    answered = request.method == "POST" and "fingerprint" in request.POST
    found = deactivation.preview(customer, at=now(request))
    whose = {"account": customer.account, "work": found.open_work}
    form = DeactivationForm(request.POST if answered else None, **whose)
    if answered and form.is_valid():
        return _answer(request, customer, form)
    if request.method == "POST" and not answered and not found.asks:
        form = DeactivationForm({"fingerprint": found.fingerprint}, **whose)
        if form.is_valid():
            return _answer(request, customer, form)
    return _dialog(request, found, form)


def _answer(request: HttpRequest, customer: Customer, form: DeactivationForm) -> HttpResponse:
    answer = dict(form.cleaned_data)
    shown_at = answer.pop("shown_at")
    try:
        outcome = deactivation.deactivate(customer, by=request.user, at=now(request), **answer)
    except StalePreview as stale:
        meanwhile = Activity.objects.about_customer(customer.pk)
        meanwhile = meanwhile.filter(at__gte=shown_at)[:5] if shown_at else meanwhile.none()
        return _dialog(request, stale.fresh, form, stale=True, meanwhile=meanwhile)
    undo_url = outcome.activity and outcome.can_be_undone and reverse("undo_deactivation", args=[outcome.activity.pk])
    toast(request, words.outcome(outcome), undo_url=undo_url or None)
    for reminder in outcome.leaving:
        toast(request, words.was_leaving(reminder))
    return go(request, url_of(customer))


def _dialog(request: HttpRequest, found: Preview, form: DeactivationForm, **more: object) -> HttpResponse:
    customer = found.customer
    context = {
        "customer": customer,
        "preview": found,
        "form": form,
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
