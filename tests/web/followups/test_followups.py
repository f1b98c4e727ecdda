"""What Comptoir cannot settle by itself is seen, and ticked off."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.activities.models import Activity
from comptoir.followups.tasks import add_task
from tests.factories import NOW, TODAY, a_company, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def a_task(owner: User, title: str = "Find an address", days: int = 0):
    customer = a_company(owner.account)
    return add_task(customer, title=title, due_on=TODAY + dt.timedelta(days=days), assignee=owner, at=NOW)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_open_tasks_are_listed_the_most_urgent_first():
    owner = a_user(an_account())
    a_task(owner, "Later", days=3), a_task(owner, "Sooner", days=1)
    page = as_user(owner).get("/follow-ups/").content.decode()
    assert -1 < page.index("Sooner") < page.index("Later")


def test_a_task_is_done_once_and_moves_to_the_other_tab():
    owner = a_user(an_account())
    task = a_task(owner)
    for _ in range(2):
        assert as_user(owner).post(f"/follow-ups/{task.pk}/done/").status_code == 302
    assert b"Nothing to do" in as_user(owner).get("/follow-ups/").content
    assert b"Find an address" in as_user(owner).get("/follow-ups/?tab=done").content
    assert Activity.objects.filter(kind="task.completed").count() == 1


def test_another_accounts_task_is_not_found_and_a_member_without_the_right_is_refused():
    task = a_task(a_user(an_account()))
    assert as_user(a_user(an_account(name="Other"))).post(f"/follow-ups/{task.pk}/done/").status_code == 404
    assert as_user(a_member(task.account)).post(f"/follow-ups/{task.pk}/done/").status_code == 403
    task.refresh_from_db()
    assert task.completed_at is None


def test_the_number_of_queries_does_not_grow_with_the_tasks(django_assert_max_num_queries):
    owner = a_user(an_account())
    client = as_user(owner)

    def queries() -> int:
        with django_assert_max_num_queries(30) as captured:
            client.get("/follow-ups/")
        return len(captured)

    a_task(owner)
    with_one = queries()
    a_task(owner), a_task(owner)
    assert queries() == with_one


def test_a_right_is_enough():
    account = an_account()
    task = a_task(a_user(account))
    as_user(a_member(account, Right.CUSTOMERS)).post(f"/follow-ups/{task.pk}/done/")
    task.refresh_from_db()
    assert task.completed_at is not None
