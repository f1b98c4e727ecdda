"""Giving people something to do."""

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.tasks import NewTask, add_task, add_tasks, complete
from tests.factories import NOW, TODAY, a_company, a_member, a_user, an_account


def test_a_task_is_added_and_told(db: None) -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    task = add_task(company, title="Call them", due_on=TODAY, assignee=owner, by=owner, at=NOW)
    assert task == Task.objects.get()
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.subject_id, activity.customer_id) == (
        "task.created",
        owner,
        task.pk,
        company.pk,
    )


def test_for_one_reason_once_even_when_it_is_done(db: None) -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    facts = {"due_on": TODAY, "assignee": None, "at": NOW, "reason_key": "why"}
    task = add_task(company, title="Once", **facts)
    assert task is not None
    assert add_task(company, title="Again", **facts) is None
    complete(task, by=owner, at=NOW)
    assert add_task(company, title="Again", **facts) is None
    assert add_task(a_company(an_account(name="Other")), title="Theirs", **facts) is not None


def test_many_at_once_in_a_constant_number_of_queries(db: None, django_assert_num_queries: object) -> None:
    account = an_account()
    company = a_company(account)
    add_task(company, title="Earlier", due_on=TODAY, assignee=None, at=NOW, reason_key="2")
    new = [NewTask(company, f"Task {n}", TODAY, reason_key=str(n)) for n in range(5)]
    with django_assert_num_queries(5):  # type: ignore[operator]
        added = add_tasks(new, account=account, at=NOW)
    assert [task.title for task in added] == ["Task 0", "Task 1", "Task 3", "Task 4"]
    assert Activity.objects.filter(kind="task.created").count() == 5


def test_done_once(db: None) -> None:
    account = an_account()
    one, other = a_user(account), a_user(account)
    task = add_task(a_company(account), title="Call them", due_on=TODAY, assignee=one, at=NOW)
    assert task is not None
    for user in (one, other):
        complete(task, by=user, at=NOW)
    task.refresh_from_db()
    assert (task.completed_at, task.completed_by) == (NOW, one)
    assert Activity.objects.filter(kind="task.completed").count() == 1


def test_without_the_right_nothing(db: None) -> None:
    account = an_account()
    with pytest.raises(NotAllowed):
        add_task(a_company(account), title="x", due_on=TODAY, assignee=None, at=NOW, by=a_member(account))
