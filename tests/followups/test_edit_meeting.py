"""Changing a meeting and who attends it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.followups import attending
from comptoir.followups.meetings import complete_meeting, edit_meeting
from comptoir.followups.models import Meeting
from comptoir.followups.refusals import AlreadyDone, ChangedMeanwhile
from tests.factories import NOW, a_company, a_contact, a_deal, a_meeting, a_member, a_user, an_account

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def test_what_it_was_is_kept() -> None:
    account = an_account()
    owner, jan = a_user(account), a_member(account, first_name="Jan", last_name="Peeters")
    company, luc, anne = a_company(account), a_contact(account), a_contact(account, "Anne Dubois")
    meeting = a_meeting(company, owner, contacts=(luc,))
    edit_meeting(
        meeting, by=jan, at=LATER, title="Measure", location="Rue Haute 1", users=[jan, owner], contacts=[anne]
    )
    meeting.refresh_from_db()
    assert (meeting.title, meeting.location, meeting.updated_at) == ("Measure", "Rue Haute 1", LATER)
    assert attending.of(meeting) == ([jan, owner], [anne])
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("meeting.edited", jan, company.pk)
    assert activity.effects["changes"] == [
        {"field": "title", "old": "Visit", "new": "Measure"},
        {"field": "location", "old": "", "new": "Rue Haute 1"},
        {"field": "users", "old": ["Sofie Vermeulen"], "new": ["Jan Peeters", "Sofie Vermeulen"]},
        {"field": "contacts", "old": ["Luc Martin"], "new": ["Anne Dubois"]},
    ]


def test_the_same_again_is_no_change() -> None:
    account = an_account()
    owner, luc = a_user(account), a_contact(account)
    meeting = a_meeting(a_company(account), owner, contacts=(luc,))
    edit_meeting(
        meeting, by=owner, at=LATER, title="Visit", starts_at=NOW, ends_at=LATER, users=[owner], contacts=[luc]
    )
    meeting.refresh_from_db()
    assert (meeting.updated_at, Activity.objects.count()) == (NOW, 0)


def test_what_is_not_said_stays() -> None:
    account = an_account()
    owner, jan, luc = a_user(account), a_member(account, first_name="Jan", last_name="Peeters"), a_contact(account)
    meeting = a_meeting(a_company(account), owner, contacts=(luc,))
    edit_meeting(meeting, by=owner, at=LATER, title="Measure")
    assert attending.of(meeting) == ([owner], [luc])
    edit_meeting(meeting, by=owner, at=LATER, users=[jan])
    assert attending.of(meeting) == ([jan], [luc])


def test_what_somebody_else_saved_is_not_overwritten_unseen() -> None:
    account = an_account()
    owner = a_user(account)
    meeting = a_meeting(a_company(account), owner)
    edit_meeting(meeting, by=owner, at=LATER, seen=NOW, users=[owner, a_user(account)])
    with pytest.raises(ChangedMeanwhile):
        edit_meeting(meeting, by=owner, at=LATER, seen=NOW, title="Second")
    assert Meeting.objects.get().title == "Visit"


def test_what_was_held_is_not_edited() -> None:
    account = an_account()
    owner = a_user(account)
    meeting = complete_meeting(a_meeting(a_company(account), owner), by=owner, at=NOW)
    with pytest.raises(AlreadyDone):
        edit_meeting(meeting, by=owner, at=LATER, title="Something else")


def test_one_of_the_account_who_can_log_in_goes_and_whoever_left_may_stay() -> None:
    account = an_account()
    owner, left = a_user(account), a_user(account)
    meeting = a_meeting(a_company(account), owner, left)
    User.objects.filter(pk=left.pk).update(deactivated_at=NOW)
    left.refresh_from_db()
    for users in ([], [left], [owner, a_user(an_account(name="Other"))], [owner, a_user(account, deactivated_at=NOW)]):
        with pytest.raises(ValidationError) as refusal:
            edit_meeting(meeting, by=owner, at=LATER, users=users)
        assert set(refusal.value.error_dict) == {"users"}
    luc = a_contact(account)
    edit_meeting(meeting, by=owner, at=LATER, users=[owner, left], contacts=[luc])
    assert set(attending.of(meeting)[0]) == {owner, left}


def test_it_still_ends_after_it_begins_and_keeps_its_customer_with_its_deal() -> None:
    account = an_account()
    owner, company = a_user(account), a_company(account)
    meeting = a_meeting(company, owner, deal=a_deal(company))
    with pytest.raises(ValidationError) as refusal:
        edit_meeting(meeting, by=owner, at=LATER, starts_at=NOW + dt.timedelta(days=1))
    assert set(refusal.value.error_dict) == {"ends_at"}
    with pytest.raises(ValidationError) as refusal:
        edit_meeting(meeting, by=owner, at=LATER, customer=a_company(account))
    assert set(refusal.value.error_dict) == {"deal"}
    assert not Activity.objects.exists()
