"""Planning, changing and removing calls, and telling how they went."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.customers.models import Customer
from comptoir.followups import calls
from comptoir.followups.agenda import known, title_of
from comptoir.followups.models import Call
from comptoir.web.answers import back, dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.followups.call_form import CallForm, MadeForm, initial_of
from comptoir.web.followups.dialogs import (
    adding,
    came_from,
    data_of,
    done_dialog,
    editing,
    prefilled,
    removing,
    still_there,
)
from comptoir.web.followups.forms import next_hour
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty call for oneself, or one that knows its customer, person, deal or day already."""
    usual = prefilled(request)
    usual["on"], usual["at"] = next_hour(usual["on"], now=now(request))
    if request.GET.get("contact"):
        usual["contact"] = own(request, Customer.objects.contacts(), request.GET["contact"])
    form = CallForm(data_of(request), user=request.user, today=today(request), initial=usual)

    def add(given: dict[str, Any]) -> None:
        id = form.cleaned_data.get("request_key")
        calls.add_call(by=request.user, at=now(request), id=id, **given)

    return adding(request, form, add, title=_("New call"), said=_("Call planned: %(customer)s"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A call to change, or how it went when it was made."""
    call = _found(request, id)
    form = CallForm(data_of(request), user=request.user, today=today(request), initial=initial_of(call), call=call)

    def change(**facts: Any) -> None:
        calls.edit_call(call, by=request.user, at=now(request), **facts)

    return editing(request, form, call, change, title=_("Edit call"), said=_("Call saved: %(customer)s"))


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Tell how a call went, and perhaps plan the next one."""
    call = _found(request, id)
    home, title = reverse("followups"), title_of(call)
    if call.is_done and request.method == "GET":
        return done_dialog(request, call, home=home)
    form = MadeForm(request.POST if request.method == "POST" else None, account=call.account)
    made = lambda: calls.complete_call(call, by=request.user, at=now(request), **form.cleaned_data)  # noqa: E731
    with still_there():
        was_made = accepted(form, made)
    if was_made:
        toast(request, _("Made: %(title)s") % {"title": title}, undo_url=reverse("reopen_call", args=[call.pk]))
        return go(request, _next_call(request, call)) if "then_next" in request.POST else back(request, home)
    context = {"form": form, "call": call, "home": home, "next": came_from(request, home, call)}
    return dialog(request, "followups/made.html", context, title=title, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Remove a call, after saying what will be gone."""
    call = _found(request, id)
    said = _("Call deleted: %(title)s") % {"title": title_of(call)}
    return removing(request, call, calls.delete_call, title=_("Delete the call"), said=said)


def _next_call(request: HttpRequest, call: Call) -> str:
    """Where the next call is planned: to the same people about the same thing, in a week."""
    facts = {"customer": call.customer_id, "contact": call.contact_id, "deal": call.deal_id}
    known_facts = {name: value for name, value in facts.items() if value}
    on = today(request) + dt.timedelta(days=7)
    query = urlencode(known_facts | {"on": on.isoformat(), "next": request.POST.get("next", "")})
    return f"{reverse('new_call')}?{query}"


def _found(request: HttpRequest, id: UUID) -> Call:
    return own(request, known(Call.objects.select_related("account")), id)
