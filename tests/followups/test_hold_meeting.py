"""Marking a meeting as held, taking that back, and cancelling one."""

import pytest

from comptoir.activities.models import Activity
from comptoir.followups.meetings import cancel_meeting, complete_meeting, reopen_meeting
from comptoir.followups.models import Attendee, Meeting
from tests.factories import NOW, TODAY, a_company, a_contact, a_deal, a_meeting, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def test_held_once() -> None:
    account = an_account()
    one, other, company = a_user(account), a_member(account), a_company(account)
    deal = a_deal(company, inactive_for=9)
    meeting = a_meeting(company, one, deal=deal)
    for user in (one, other):
        complete_meeting(meeting, by=user, at=NOW)
    meeting.refresh_from_db()
    assert (meeting.completed_at, meeting.completed_by) == (NOW, one)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.effects["title"]) == ("meeting.completed", one, "Visit")
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY


def test_taken_back_once() -> None:
    account = an_account()
    member = a_member(account)
    meeting = complete_meeting(a_meeting(a_company(account), member), by=member, at=NOW)
    for __ in range(2):
        reopen_meeting(meeting, by=member, at=NOW)
    assert list(Meeting.objects.open()) == [meeting]
    assert Activity.objects.filter(kind="meeting.reopened").count() == 1


def test_cancelled_it_is_gone_with_its_attendees_and_the_timeline_keeps_their_names() -> None:
    account = an_account()
    member, company = a_member(account, first_name="Jan", last_name="Peeters"), a_company(account)
    meeting = a_meeting(company, member, contacts=(a_contact(account),), location="Rue Haute 1")
    for __ in range(2):
        cancel_meeting(meeting, by=member, at=NOW)
    assert (Meeting.objects.count(), Attendee.objects.count()) == (0, 0)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("meeting.cancelled", member, company.pk)
    assert activity.effects == {
        "title": "Visit",
        "starts_at": "2026-11-24T09:30:00+00:00",
        "ends_at": "2026-11-24T10:30:00+00:00",
        "location": "Rue Haute 1",
        "users": ["Jan Peeters"],
        "contacts": ["Luc Martin"],
    }
