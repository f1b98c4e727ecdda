"""What the buttons of a run do."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.bulk import preparing, starting, working
from comptoir.bulk.models import BulkRun
from comptoir.bulk.refusals import BulkRefused, NotNow
from comptoir.web.bulk import parts
from comptoir.web.bulk.offers import OFFERS
from comptoir.web.clock import now
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast


@require_POST
def start(request: HttpRequest, id: UUID) -> HttpResponse:
    """Begin, with what the form says. Little is done at once; the worker does the rest."""
    run = parts.found(request, id)
    form = OFFERS[run.verb].form(request.POST, run=run)
    try:
        if not run.is_prepared or accepted(form, lambda: _start(request, run, form.options())):
            return HttpResponseRedirect(parts.url_of(run))
    except NotNow as refusal:
        toast(request, str(refusal), warning=True)
        return HttpResponseRedirect(parts.url_of(run))
    except BulkRefused as refusal:
        # Nothing was done: what would happen now, and why.
        context = parts.prepared(request, parts.found(request, id), form) | {"notice": str(refusal)}
        return render(request, "bulk/prepared.html", context, status=409)
    return render(request, "bulk/prepared.html", parts.prepared(request, run, form), status=422)


@require_POST
def leave_out(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take rows out of a prepared run (`leave_out`), or in again (`take_in`)."""
    run = parts.found(request, id)
    try:
        if out := request.POST.getlist("leave_out"):
            run = preparing.leave_out(run, out, by=request.user)
        if taken := request.POST.getlist("take_in"):
            run = preparing.take_in(run, taken, by=request.user)
    except ValidationError:
        # No id at all: nothing to leave out.
        pass
    except BulkRefused as refusal:
        toast(request, str(refusal), warning=True)
        return _back(request, run)
    if not request.headers.get("HX-Request"):
        return _back(request, run)
    form = OFFERS[run.verb].form(run=run)
    return render(request, "bulk/_rows.html", parts.prepared(request, run, form) | {"swapped": True})


@require_POST
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop after the batch at hand."""
    return _ask(request, id, starting.cancel)


@require_POST
def resume(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go on where it was stopped."""
    return _ask(request, id, starting.resume)


@require_POST
def discard(request: HttpRequest, id: UUID) -> HttpResponse:
    """Forget what was never started."""
    run = parts.found(request, id)
    try:
        preparing.discard(run, by=request.user)
    except BulkRefused as refusal:
        toast(request, str(refusal), warning=True)
        return HttpResponseRedirect(parts.url_of(run))
    toast(request, _("Nothing was changed."))
    return HttpResponseRedirect(run.came_from or reverse("bulk_runs"))


def _start(request: HttpRequest, run: BulkRun, options: dict[str, Any]) -> None:
    started = starting.start(run, by=request.user, at=now(request), options=options)
    if started.total <= working.SMALL:
        # What is in the way at this moment is not in the worker's: it goes on, and the page says how far it is.
        with suppress(OperationalError):
            working.work_on(started, clock=timezone.now)


def _ask(request: HttpRequest, id: UUID, verb: Callable[..., BulkRun]) -> HttpResponse:
    run = parts.found(request, id)
    try:
        verb(run, by=request.user, at=now(request))
    except BulkRefused as refusal:
        toast(request, str(refusal), warning=True)
    return HttpResponseRedirect(parts.url_of(run))


def _back(request: HttpRequest, run: BulkRun) -> HttpResponse:
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{parts.url_of(run)}?{query}" if query else parts.url_of(run))
