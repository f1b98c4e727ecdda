"""Changing a call."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.followups.calls import complete_call, edit_call
from comptoir.followups.models import Call
from comptoir.followups.refusals import AlreadyDone, ChangedMeanwhile
from tests.factories import NOW, a_call, a_company, a_contact, a_deal, a_member, a_user, an_account

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def test_what_it_was_is_kept() -> None:
    account = an_account()
    owner, jan = a_user(account), a_member(account, first_name="Jan", last_name="Peeters")
    company, luc = a_company(account), a_contact(account)
    call = a_call(company, owner)
    edit_call(call, by=jan, at=LATER, scheduled_at=LATER, assignee=jan, contact=luc, description="Ask about the awning")
    call.refresh_from_db()
    assert (call.scheduled_at, call.assignee, call.contact, call.updated_at) == (LATER, jan, luc, LATER)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("call.edited", jan, company.pk)
    assert activity.effects == {
        "name": "Luc Martin",
        "scheduled_at": "2026-11-24T10:30:00+00:00",
        "description": "Ask about the awning",
        "changes": [
            {"field": "scheduled_at", "old": "2026-11-24T09:30:00+00:00", "new": "2026-11-24T10:30:00+00:00"},
            {"field": "assignee", "old": "Sofie Vermeulen", "new": "Jan Peeters"},
            {"field": "contact", "old": None, "new": "Luc Martin"},
            {"field": "description", "old": "Ask about the terrace", "new": "Ask about the awning"},
        ],
    }


def test_the_same_again_is_no_change() -> None:
    account = an_account()
    owner = a_user(account)
    call = a_call(a_company(account), owner)
    edit_call(call, by=owner, at=LATER, scheduled_at=NOW, assignee=owner, contact=None, deal=None)
    call.refresh_from_db()
    assert (call.updated_at, Activity.objects.count()) == (NOW, 0)


def test_what_somebody_else_saved_is_not_overwritten_unseen() -> None:
    account = an_account()
    owner = a_user(account)
    call = a_call(a_company(account), owner)
    edit_call(call, by=owner, at=LATER, seen=NOW, description="First")
    with pytest.raises(ChangedMeanwhile):
        edit_call(call, by=owner, at=LATER, seen=NOW, description="Second")
    assert Call.objects.get().description == "First"


def test_what_was_made_is_not_edited() -> None:
    account = an_account()
    owner = a_user(account)
    call = complete_call(a_call(a_company(account), owner), by=owner, at=NOW)
    with pytest.raises(AlreadyDone):
        edit_call(call, by=owner, at=LATER, description="Something else")
    assert Call.objects.get().description == "Ask about the terrace"


def test_only_who_can_be_chosen_gets_it_and_who_has_it_keeps_it() -> None:
    account = an_account()
    owner, left = a_user(account), a_user(account, deactivated_at=NOW)
    call = a_call(a_company(account), left)
    for nobody in (a_user(an_account(name="Other")), a_user(account, deactivated_at=NOW)):
        with pytest.raises(ValidationError):
            edit_call(call, by=owner, at=LATER, assignee=nobody)
    assert edit_call(call, by=owner, at=LATER, assignee=left, description="x").assignee == left


def test_another_customer_takes_leave_of_the_deal() -> None:
    account = an_account()
    owner, company, other = a_user(account), a_company(account), a_company(account, "Other SRL")
    call = a_call(company, owner, deal=a_deal(company))
    with pytest.raises(ValidationError) as refusal:
        edit_call(call, by=owner, at=LATER, customer=other)
    assert set(refusal.value.error_dict) == {"deal"}
    assert edit_call(call, by=owner, at=LATER, customer=other, deal=None).customer == other
