"""Ticking a task off."""

from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.tasks import complete
from tests.factories import NOW, a_company, a_member, a_task, a_user, an_account


def test_done_once(db: None) -> None:
    account = an_account()
    one, other = a_user(account), a_user(account)
    task = a_task(a_company(account), one)
    for user in (one, other):
        complete(task, by=user, at=NOW)
    task.refresh_from_db()
    assert (task.completed_at, task.completed_by) == (NOW, one)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("task.completed", one, task.customer_id)


def test_everybody_may_even_what_is_somebody_elses(db: None) -> None:
    account = an_account()
    done = complete(a_task(a_company(account), a_user(account)), by=a_member(account), at=NOW)
    assert list(Task.objects.done()) == [done]
