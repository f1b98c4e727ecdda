"""Changing a task."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.refusals import AlreadyDone, ChangedMeanwhile
from comptoir.followups.tasks import add_task, complete, edit_task
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_task, a_user, an_account

LATER = NOW + dt.timedelta(hours=1)


def test_what_it_was_is_kept(db: None) -> None:
    account = an_account()
    owner, jan = a_user(account), a_member(account, first_name="Jan", last_name="Peeters")
    task = a_task(a_company(account), owner)
    friday = TODAY + dt.timedelta(days=3)
    edited = edit_task(
        task, by=jan, at=LATER, title="Visit them", description="Bring the file", due_on=friday, assignee=jan
    )
    task.refresh_from_db()
    assert edited == task
    assert (task.title, task.description, task.due_on, task.assignee) == ("Visit them", "Bring the file", friday, jan)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("task.edited", jan, task.customer_id)
    assert activity.effects == {
        "title": "Visit them",
        "changes": [
            {"field": "title", "old": "Call them", "new": "Visit them"},
            {"field": "description", "old": "", "new": "Bring the file"},
            {"field": "due_on", "old": "2026-11-24", "new": "2026-11-27"},
            {"field": "assignee", "old": "Sofie Vermeulen", "new": "Jan Peeters"},
        ],
    }


def test_the_same_again_is_no_change(db: None) -> None:
    account = an_account()
    owner = a_user(account)
    task = a_task(a_company(account), owner)
    edit_task(task, by=owner, at=LATER, title="Call them", due_on=TODAY, assignee=owner)
    task.refresh_from_db()
    assert task.updated_at == NOW
    assert not Activity.objects.exists()


def test_what_somebody_else_saved_is_not_overwritten_unseen(db: None) -> None:
    account = an_account()
    owner = a_user(account)
    task = a_task(a_company(account), owner)
    edit_task(task, by=owner, at=LATER, seen=NOW, title="First")
    with pytest.raises(ChangedMeanwhile):
        edit_task(task, by=owner, at=LATER, seen=NOW, title="Second")
    assert Task.objects.get().title == "First"


def test_what_is_done_is_not_edited(db: None) -> None:
    account = an_account()
    owner = a_user(account)
    task = complete(a_task(a_company(account), owner), by=owner, at=NOW)
    with pytest.raises(AlreadyDone):
        edit_task(task, by=owner, at=LATER, title="Something else")
    assert Task.objects.get().title == "Call them"


def test_only_somebody_of_the_account_who_can_log_in_gets_it(db: None) -> None:
    account = an_account()
    owner, left = a_user(account), a_user(account, deactivated_at=NOW)
    task = a_task(a_company(account), left)
    for nobody in (a_user(an_account(name="Other")), a_user(account, deactivated_at=NOW)):
        with pytest.raises(ValidationError):
            edit_task(task, by=owner, at=LATER, assignee=nobody)
    # Who has it already keeps it, though they can no longer log in.
    assert edit_task(task, by=owner, at=LATER, assignee=left, title="x").assignee == left


def test_it_can_be_about_somebody_else_and_on_a_deal(db: None) -> None:
    account = an_account()
    owner, other = a_user(account), a_company(account, "Other SRL")
    task, deal = a_task(a_company(account), owner), a_deal(other, inactive_for=2)
    edit_task(task, by=owner, at=LATER, customer=other, deal=deal, priority="B")
    activity = Activity.objects.get()
    assert (activity.customer_id, activity.effects["deal"]["id"]) == (other.pk, str(deal.pk))
    assert activity.effects["changes"] == [
        {"field": "customer", "old": "Brasserie du Midi SRL", "new": "Other SRL"},
        {"field": "deal", "old": None, "new": "New terrace"},
        {"field": "priority", "old": "C", "new": "B"},
    ]
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY


def test_a_deal_brings_its_customer_and_stays_with_it(db: None) -> None:
    account = an_account()
    owner, deal = a_user(account), a_deal(a_company(account))
    task = add_task(None, title="Send it", due_on=TODAY, assignee=owner, at=NOW)
    assert task is not None
    assert edit_task(task, by=owner, at=LATER, deal=deal).customer == deal.customer
    assert edit_task(task, by=owner, at=LATER, customer=None).customer == deal.customer
    with pytest.raises(ValidationError) as refusal:
        edit_task(task, by=owner, at=LATER, customer=a_company(account))
    assert set(refusal.value.error_dict) == {"deal"}
    assert edit_task(task, by=owner, at=LATER, customer=None, deal=None).customer is None
