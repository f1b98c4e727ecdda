"""Removing a task."""

from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.tasks import add_task, complete, delete_task
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_task, an_account


def test_it_is_gone_and_the_timeline_keeps_that_it_was_there(db: None) -> None:
    account = an_account()
    member, company = a_member(account), a_company(account)
    task = a_task(company, member, deal=a_deal(company, inactive_for=4))
    for __ in range(2):
        delete_task(task, by=member, at=NOW)
    assert not Task.objects.exists()
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id, activity.subject_id) == (
        "task.deleted",
        member,
        company.pk,
        task.pk,
    )
    assert {name: activity.effects[name] for name in ("title", "due_on")} == {
        "title": "Call them",
        "due_on": "2026-11-24",
    }
    assert activity.effects["deal"]["title"] == "New terrace"


def test_a_done_one_too(db: None) -> None:
    account = an_account()
    member = a_member(account)
    delete_task(complete(a_task(a_company(account), member), by=member, at=NOW), by=member, at=NOW)
    assert not Task.objects.exists()


def test_one_that_comptoir_set_comes_again_with_its_reason(db: None) -> None:
    account = an_account()
    member, company = a_member(account), a_company(account)
    facts = {"title": "Find an address", "due_on": TODAY, "assignee": member, "at": NOW, "reason_key": "why"}
    task = add_task(company, **facts)
    assert task is not None
    assert task.is_set_by_comptoir
    delete_task(task, by=member, at=NOW)
    assert add_task(company, **facts) is not None
