"""Scheduling, changing and cancelling meetings."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.customers.models import Kind
from comptoir.followups import meetings
from comptoir.followups.agenda import known
from comptoir.followups.models import Meeting
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.followups.dialogs import adding, data_of, editing, prefilled, removing
from comptoir.web.followups.forms import next_hour
from comptoir.web.followups.meeting_form import MeetingForm, initial_of


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty meeting of an hour that one goes to, or one that knows its customer, deal or day already."""
    usual = prefilled(request) | {"users": [request.user]}
    usual["on"], usual["at"] = next_hour(usual["on"], now=now(request))
    customer = usual["customer"]
    usual["contacts"] = [customer] if customer and customer.kind == Kind.CONTACT else []
    form = MeetingForm(data_of(request), user=request.user, today=today(request), initial=usual)

    def add(given: dict[str, Any]) -> None:
        id, account = form.cleaned_data.get("request_key"), request.user.account
        meetings.schedule_meeting(account, by=request.user, at=now(request), id=id, **given)

    return adding(request, form, add, title=_("New meeting"), said=_("Meeting scheduled: %(title)s"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A meeting to change, or what it was when it was held."""
    meeting = _found(request, id)
    form = MeetingForm(
        data_of(request), user=request.user, today=today(request), initial=initial_of(meeting), meeting=meeting
    )

    def change(**facts: Any) -> None:
        meetings.edit_meeting(meeting, by=request.user, at=now(request), **facts)

    return editing(request, form, meeting, change, title=_("Edit meeting"), said=_("Meeting saved: %(title)s"))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Remove a meeting, after saying what will be gone."""
    meeting = _found(request, id)
    said = _("Meeting cancelled: %(title)s") % {"title": meeting.title}
    return removing(request, meeting, meetings.cancel_meeting, title=_("Cancel the meeting"), said=said)


def _found(request: HttpRequest, id: UUID) -> Meeting:
    return own(request, known(Meeting.objects.all()), id)
