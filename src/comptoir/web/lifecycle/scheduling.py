"""Deactivating on a day to come: what the dialog shows of it, and taking it back."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.customers.models import Customer
from comptoir.lifecycle import scheduling
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.web import speech
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.lifecycle.forms import LATER
from comptoir.web.links import url_of
from comptoir.web.toasts import toast

WITH = ("scheduled_deactivation__asked_by", "scheduled_deactivation__hand_over_to")
"""To be read together with a customer."""


def scheduled_of(customer: Customer) -> ScheduledDeactivation | None:
    """What is scheduled for the customer, if anything."""
    return getattr(customer, "scheduled_deactivation", None)


def as_initial(scheduled: ScheduledDeactivation | None) -> dict[str, Any]:
    """What the dialog says at first when it is opened to choose a day: as it was answered the last time."""
    if scheduled is None:
        return {"timing": LATER}
    answers = {**scheduled.answers, "hand_over": scheduled.hand_over_to_id is not None}
    return answers | {"timing": LATER, "on": scheduled.on}


def schedule(request: HttpRequest, customer: Customer, *, seen: dt.datetime | None, **answers: Any) -> HttpResponse:
    """Schedule it, or change what was scheduled when that was shown. Raises what the verbs raise."""
    who = {"by": request.user, "at": now(request)}
    words = {"name": customer.name, "day": speech.day(answers["on"], "long")}
    if seen is None:
        scheduling.schedule(customer, **who, **answers)
        undo_url = reverse(f"cancel_deactivation_{customer.kind}", args=[customer.pk])
        toast(request, _("%(name)s will be deactivated on %(day)s.") % words, undo_url=undo_url)
    else:
        scheduling.change(customer, **who, **answers, seen=seen)
        toast(request, _("%(name)s will be deactivated on %(day)s.") % words)
    return go(request, url_of(customer))


@require_POST
def cancel(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Take back what is scheduled, from its notice or its toast."""
    customer = own(request, Customer.objects.filter(kind=kind), id)
    if scheduling.cancel(customer, by=request.user, at=now(request)):
        toast(request, _("%(name)s stays active: nothing is scheduled any more.") % {"name": customer.name})
    else:
        toast(request, _("Nothing was scheduled for %(name)s any more.") % {"name": customer.name}, warning=True)
    return go(request, url_of(customer))
