"""Taking back that a task is done."""

from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.tasks import complete, reopen
from tests.factories import NOW, a_company, a_member, a_task, an_account


def test_it_is_to_be_done_again_and_told_once(db: None) -> None:
    account = an_account()
    member = a_member(account)
    task = complete(a_task(a_company(account), member), by=member, at=NOW)
    for __ in range(2):
        task = reopen(task, by=member, at=NOW)
    assert (task.completed_at, task.completed_by) == (None, None)
    assert list(Task.objects.open()) == [task]
    activity = Activity.objects.get(kind="task.reopened")
    assert (activity.by, activity.subject_id, activity.effects) == (member, task.pk, {"title": "Call them"})


def test_what_is_open_stays_as_it_is(db: None) -> None:
    account = an_account()
    member = a_member(account)
    reopen(a_task(a_company(account), member), by=member, at=NOW)
    assert not Activity.objects.exists()
