"""Giving people something to do."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.tasks import NewTask, add_task, add_tasks, complete
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_user, an_account


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


def test_it_can_be_about_nobody(db: None) -> None:
    owner = a_user(an_account())
    task = add_task(None, title="Tidy up", due_on=TODAY, assignee=owner, by=owner, at=NOW)
    assert task is not None
    assert (task.account, task.customer, task.priority) == (owner.account, None, "C")
    assert Activity.objects.get().customer_id is None


def test_one_on_a_deal_is_about_its_customer_and_keeps_the_deal_from_resting(db: None) -> None:
    account = an_account()
    owner, deal = a_user(account), a_deal(a_company(account), inactive_for=9)
    task = add_task(None, title="Send it", due_on=TODAY, assignee=owner, by=owner, at=NOW, deal=deal, priority="A")
    assert task is not None
    assert (task.customer, task.deal, task.priority) == (deal.customer, deal, "A")
    activity = Activity.objects.get()
    assert activity.effects == {
        "title": "Send it",
        "due_on": "2026-11-24",
        "deal": {"id": str(deal.pk), "title": "New terrace", "reference": deal.reference},
    }
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY


def test_what_does_not_fit_together_is_refused(db: None) -> None:
    account, other = an_account(), an_account(name="Other")
    company, owner = a_company(account), a_user(account)
    wrong = {
        "deal": [{"deal": a_deal(a_company(account))}, {"deal": a_deal(a_company(other))}],
        "priority": [{"priority": "E"}],
        "title": [{"title": "  "}, {"title": ""}],
    }
    for field, facts in [(field, facts) for field, each in wrong.items() for facts in each]:
        given = {"title": "x", "due_on": TODAY, "at": NOW, "by": owner, "assignee": owner, **facts}
        with pytest.raises(ValidationError) as refusal:
            add_task(company, **given)
        assert set(refusal.value.error_dict) == {field}
    assert not Task.objects.exists()


def test_a_deal_that_many_tasks_are_on_is_noted_once_each(db: None, django_assert_num_queries: object) -> None:
    account = an_account()
    company = a_company(account)
    deal = a_deal(company, inactive_for=3)
    with django_assert_num_queries(6):  # type: ignore[operator]
        add_tasks([NewTask(company, f"Task {n}", TODAY, deal=deal) for n in range(3)], account=account, at=NOW)
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY
