"""Scheduling meetings, holding and cancelling them. No right is needed: everybody in an account may."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups import attending
from comptoir.followups.checking import check, completed
from comptoir.followups.models import Meeting
from comptoir.followups.writing import change, editable, mark_done, mark_open, once, remove, tell


class MeetingFacts(TypedDict, total=False):
    """What of a meeting can be changed besides who attends."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    customer: Customer | None
    deal: Deal | None
    description: str
    location: str


class EditedMeeting(MeetingFacts, total=False):
    """What of a meeting can be changed. Attendees are given whole, all the users or all the contacts."""

    users: Collection[User]
    contacts: Collection[Customer]


def schedule_meeting(
    account: Account,
    *,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    users: Collection[User],
    by: User | None,
    at: dt.datetime,
    contacts: Collection[Customer] = (),
    customer: Customer | None = None,
    deal: Deal | None = None,
    description: str = "",
    location: str = "",
    id: UUID | None = None,
) -> Meeting:
    """Schedule a meeting of `users`, perhaps with `contacts`, about a customer, deactivated or not (R13), or none.

    With an `id` that the account has already, that meeting is given back and nothing is written. Raises ValidationError
    for what is not of the account, a deal of another customer, an end that is not after the beginning or more than
    LONGEST later, and attendees among whom nobody of the account can log in.
    """
    meeting = Meeting(
        id=id or new_id(),
        account=account,
        customer=customer or (deal.customer if deal else None),
        deal=deal,
        title=title,
        description=description,
        location=location,
        starts_at=starts_at,
        ends_at=ends_at,
        created_by=by,
        created_at=at,
        updated_at=at,
    )
    _check(meeting, MeetingFacts.__annotations__)
    attending.check(account, users=users, contacts=contacts)

    def make() -> Meeting:
        meeting.save(force_insert=True)
        attending.put(meeting, users=users, contacts=contacts)
        tell("meeting.scheduled", meeting, by=by, at=at, **_effects(meeting), **_names(*attending.of(meeting)))
        return meeting

    return once(Meeting, account, id, make)


def edit_meeting(
    meeting: Meeting, *, by: User, at: dt.datetime, seen: dt.datetime | None = None, **facts: Unpack[EditedMeeting]
) -> Meeting:
    """Change the facts given; one activity that keeps what they were, none when nothing differs.

    `seen` is the `updated_at` that was shown to whoever edits. Raises ChangedMeanwhile when it is another by now,
    AlreadyDone, and ValidationError as `schedule_meeting` does. Who attends already may stay, also after they left.
    """
    with transaction.atomic():
        meeting = editable(meeting, seen)
        given: Any = dict(facts)
        invited = {kind: given.pop(kind) for kind in ("users", "contacts") if kind in given}
        changes = change(meeting, completed(meeting, given))
        if changes:
            _check(meeting, [entry["field"] for entry in changes])
        changes += attending.change(meeting, invited)
        if changes:
            meeting.updated_at = at
            meeting.save()
            tell("meeting.edited", meeting, by=by, at=at, **_effects(meeting), changes=changes)
    return meeting


def complete_meeting(meeting: Meeting, *, by: User, at: dt.datetime) -> Meeting:
    """Mark a meeting as held; a second time changes nothing."""
    with transaction.atomic():
        if mark_done(meeting, by=by, at=at):
            tell("meeting.completed", meeting, by=by, at=at, **_effects(meeting))
    return meeting


def reopen_meeting(meeting: Meeting, *, by: User, at: dt.datetime) -> Meeting:
    """Take back that a meeting was held; a second time changes nothing."""
    with transaction.atomic():
        if mark_open(meeting, at=at):
            tell("meeting.reopened", meeting, by=by, at=at, **_effects(meeting))
    return meeting


def cancel_meeting(meeting: Meeting, *, by: User, at: dt.datetime) -> None:
    """Remove a meeting for all who would attend; the timeline keeps that it was there. A second time changes nothing."""
    with transaction.atomic():
        names = _names(*attending.of(meeting))
        if remove(meeting):
            tell("meeting.cancelled", meeting, by=by, at=at, **_effects(meeting), **names)


LONGEST = dt.timedelta(days=31)


def _check(meeting: Meeting, fields: Collection[str]) -> None:
    check(meeting, fields)
    if meeting.ends_at <= meeting.starts_at:
        raise ValidationError({"ends_at": _("A meeting ends after it begins.")})
    if meeting.duration > LONGEST:
        raise ValidationError({"ends_at": _("A meeting lasts 31 days at most.")})


def _effects(meeting: Meeting) -> dict[str, Any]:
    """How the timeline names a meeting: what it is about, when and where."""
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "location": meeting.location,
    }


def _names(users: Iterable[User], contacts: Iterable[Customer]) -> dict[str, list[str]]:
    return {"users": [user.name for user in users], "contacts": [contact.name for contact in contacts]}
