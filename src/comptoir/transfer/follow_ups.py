"""Tasks, calls and meetings, as rows of a spreadsheet. The deal is told only to those who see deals."""

from django.utils.translation import gettext_lazy as _

from comptoir.followups.agenda import known
from comptoir.followups.models import Meeting
from comptoir.transfer.columns import Column, Sheet


def _who(meeting: Meeting) -> str:
    people = (attendee.user or attendee.contact for attendee in meeting.attendees.all())
    return ", ".join(person.name for person in people if person)


_FIRST = (Column(_("Id"), "pk"), Column(_("Customer"), "customer.name"))
_DEAL = (Column(_("Deal"), "deal.title"),)
_LAST = (Column(_("Done on"), "completed_at"), Column(_("Done by"), "completed_by.name"))
_TASK = (
    Column(_("Title"), "title"),
    Column(_("Due"), "due_on"),
    Column(_("Priority"), "priority"),
    Column(_("Assigned to"), "assignee.name"),
    Column(_("Description"), "description"),
)
_CALL = (
    Column(_("With"), "contact.name"),
    Column(_("Day"), "scheduled_at"),
    Column(_("Time"), "scheduled_at", is_clock=True),
    Column(_("Assigned to"), "assignee.name"),
    Column(_("About"), "description"),
    Column(_("Outcome"), "outcome.name"),
    Column(_("How it went"), "outcome_summary"),
)
_MEETING = (
    Column(_("Title"), "title"),
    Column(_("Day"), "starts_at"),
    Column(_("Begins"), "starts_at", is_clock=True),
    Column(_("Ends"), "ends_at", is_clock=True),
    Column(_("Place"), "location"),
    Column(_("Who comes"), _who),
    Column(_("Description"), "description"),
)
_KINDS = {"tasks": (_TASK, "due_on"), "calls": (_CALL, "scheduled_at"), "meetings": (_MEETING, "starts_at")}


def follow_ups(kind: str, *, with_deals: bool) -> Sheet:
    """The list of `tasks`, `calls` or `meetings`."""
    columns, by_time = _KINDS[kind]
    deal = _DEAL if with_deals else ()
    return Sheet((*_FIRST, *deal, *columns, *_LAST), ordered=lambda rows: known(rows).order_by(by_time, "pk"))
