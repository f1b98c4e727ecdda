"""Scheduling a meeting."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.followups import attending
from comptoir.followups.meetings import schedule_meeting
from comptoir.followups.models import Meeting
from tests.factories import NOW, TODAY, a_company, a_contact, a_deal, a_member, a_user, an_account, an_unknown_id

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_a_meeting_is_scheduled_and_told() -> None:
    account = an_account()
    owner, jan = a_user(account), a_member(account, first_name="Jan", last_name="Peeters")
    company, luc = a_company(account), a_contact(account)
    deal = a_deal(company, inactive_for=9)
    meeting = schedule_meeting(
        account,
        title="Measure the terrace",
        starts_at=NOW,
        ends_at=NOW + HOUR,
        users=[owner, jan, owner],
        contacts=[luc],
        deal=deal,
        location="Rue Haute 1",
        by=owner,
        at=NOW,
    )
    assert meeting == Meeting.objects.get()
    assert (meeting.customer, meeting.deal, meeting.created_by, meeting.duration) == (company, deal, owner, HOUR)
    assert attending.of(meeting) == ([jan, owner], [luc])
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("meeting.scheduled", owner, company.pk)
    assert activity.effects == {
        "title": "Measure the terrace",
        "starts_at": "2026-11-24T09:30:00+00:00",
        "ends_at": "2026-11-24T10:30:00+00:00",
        "location": "Rue Haute 1",
        "users": ["Jan Peeters", "Sofie Vermeulen"],
        "contacts": ["Luc Martin"],
        "deal": {"id": str(deal.pk), "title": "New terrace", "reference": deal.reference},
    }
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY


def test_sent_twice_it_is_scheduled_once() -> None:
    account = an_account()
    owner, id = a_user(account), an_unknown_id()
    facts: dict[str, Any] = {
        "starts_at": NOW,
        "ends_at": NOW + HOUR,
        "users": [owner],
        "by": owner,
        "at": NOW,
        "id": id,
    }
    first, second = (schedule_meeting(account, title=title, **facts) for title in ("First", "Second"))
    assert (first, second.title) == (second, "First")
    assert (Activity.objects.count(), attending.of(first)) == (1, ([owner], []))


def test_everybody_may_and_with_somebody_deactivated_too() -> None:
    account = an_account()
    member, gone = a_member(account), a_contact(account, deactivated_at=NOW)
    facts: dict[str, Any] = {"starts_at": NOW, "ends_at": NOW + HOUR, "users": [member], "by": member, "at": NOW}
    meeting = schedule_meeting(account, title="Settle it", customer=gone, contacts=[gone], **facts)
    assert list(gone.meetings.open()) == [meeting]
    assert schedule_meeting(account, title="Among ourselves", **facts).customer is None


def test_it_lasts_thirty_one_days_at_most() -> None:
    account = an_account()
    owner = a_user(account)
    meeting = schedule_meeting(
        account, title="Fair", starts_at=NOW, ends_at=NOW + 31 * DAY, users=[owner], by=owner, at=NOW
    )
    assert meeting.duration == 31 * DAY


def test_what_cannot_be_is_refused() -> None:
    account, other = an_account(), an_account(name="Other")
    owner, company = a_user(account), a_company(account)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("ends_at", {"ends_at": NOW}),
        ("ends_at", {"ends_at": NOW - HOUR}),
        ("ends_at", {"ends_at": NOW + 31 * DAY + HOUR}),
        ("title", {"title": " "}),
        ("title", {"title": "x" * 201}),
        ("users", {"users": []}),
        ("users", {"users": [a_user(account, deactivated_at=NOW)]}),
        ("users", {"users": [owner, a_user(other)]}),
        ("users", {"users": [owner, a_user(account, deactivated_at=NOW)]}),
        ("contacts", {"contacts": [a_contact(other)]}),
        ("contacts", {"contacts": [company]}),
        ("customer", {"customer": a_company(other)}),
        ("deal", {"customer": company, "deal": a_deal(a_company(account))}),
        ("deal", {"customer": company, "deal": a_deal(a_company(other))}),
    ]
    for field, facts in wrong:
        given = {"title": "x", "starts_at": NOW, "ends_at": NOW + HOUR, "users": [owner], **facts}
        with pytest.raises(ValidationError) as refusal:
            schedule_meeting(account, by=owner, at=NOW, **given)
        assert set(refusal.value.error_dict) == {field}
    assert not Meeting.objects.exists()
    assert not Activity.objects.exists()
