"""Giving people something to do."""

import pytest
from django.core.exceptions import ValidationError

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


def test_everybody_may_and_about_a_deactivated_customer_too(db: None) -> None:
    account = an_account()
    member, gone = a_member(account), a_company(account, deactivated_at=NOW)
    task = add_task(gone, title="Call the receiver", due_on=TODAY, assignee=member, at=NOW, by=member)
    assert list(gone.tasks.open()) == [task]


def test_only_somebody_of_the_account_who_can_log_in_gets_it(db: None) -> None:
    account = an_account()
    company, owner = a_company(account), a_user(account)
    for nobody in (a_user(an_account(name="Other")), a_user(account, deactivated_at=NOW)):
        with pytest.raises(ValidationError):
            add_task(company, title="x", due_on=TODAY, assignee=nobody, at=NOW, by=owner)
    assert not Task.objects.exists()
    assert not Activity.objects.exists()
