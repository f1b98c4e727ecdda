"""The part of a form that follows its customer: their deals and their people."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comptoir.customers.models import Kind
from comptoir.web.clock import today
from comptoir.web.followups.call_form import CallForm
from comptoir.web.followups.forms import with_guest
from comptoir.web.followups.meeting_form import MeetingForm
from comptoir.web.followups.task_form import TaskForm

FORMS = {"task": TaskForm, "call": CallForm, "meeting": MeetingForm}


@require_GET
def choices(request: HttpRequest, kind: str) -> HttpResponse:
    """What can be chosen as the form of a `kind` stands."""
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](with_guest(request.GET), user=request.user, today=today(request))
    customer = form.customer
    if customer and customer.kind == Kind.CONTACT and not request.GET.getlist("contacts"):
        # Whoever one meets about themselves is there, too.
        form.data.setlist("contacts", [str(customer.pk)])
    form.errors.clear()
    return render(request, f"followups/_{kind}_choices.html", {"form": form, "kind": kind})
