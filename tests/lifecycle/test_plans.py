"""Changing the plan: what the smallest takes away for good is confirmed by its number (R7, R8)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.lifecycle.plans import MustConfirm, change_plan, lost_with
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Movement, Subscription
from tests.factories import NOW, a_company, a_deactivated_subscription, a_subscription, a_user, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return an_account(plan=Plan.BOOST)


def three(account: Account) -> list[Subscription]:
    customer = a_company(account)
    running = a_subscription(customer)
    paused = a_subscription(customer, title="Lift")
    Subscription.objects.filter(pk=paused.pk).update(bill_on=None, paused_at=NOW)
    ending = a_subscription(customer, title="Roof", next_on=None, deactivates_on=dt.date(2027, 1, 1))
    return [running, paused, ending]


def test_without_the_number_nothing_is_done(account: Account) -> None:
    three(account)
    a_deactivated_subscription(a_company(account))
    for confirmed in (None, 0, 2, 4):
        with pytest.raises(MustConfirm) as refusal:
            change_plan(account, plan=Plan.GO, by=a_user(account), at=NOW, confirmed=confirmed)
        assert refusal.value.how_many == 3
    account.refresh_from_db()
    assert (account.plan, Subscription.objects.deactivated().count()) == (Plan.BOOST, 1)
    assert not Activity.objects.filter(kind="account.plan_changed").exists()


def test_with_the_number_all_are_deactivated_for_good_and_each_says_so(account: Account) -> None:
    lost, by = three(account), a_user(account)
    changed = change_plan(account, plan=Plan.GO, by=by, at=NOW, confirmed=3)
    assert changed.plan == Plan.GO
    assert Subscription.objects.deactivated().filter(deactivated_by=by, deactivated_at=NOW).count() == 3
    told = Activity.objects.filter(kind="subscription.deactivated")
    assert {activity.subject_id for activity in told} == {each.pk for each in lost}
    activity = Activity.objects.get(kind="account.plan_changed")
    assert activity.effects == {"before": "boost", "after": "go", "subscriptions": 3}
    assert bill(changed, on=dt.date(2030, 1, 1), at=NOW).billed == 0
    churn = Movement.objects.filter(kind="churn", subscription=lost[0])
    assert churn.exists()


def test_going_up_again_brings_none_back(account: Account) -> None:
    lost, by = three(account), a_user(account)
    change_plan(account, plan=Plan.GO, by=by, at=NOW, confirmed=3)
    changed = change_plan(account, plan=Plan.MOVE, by=by, at=NOW)
    assert changed.plan == Plan.MOVE
    assert Subscription.objects.deactivated().count() == len(lost)
    assert bill(changed, on=dt.date(2030, 1, 1), at=NOW).billed == 0


def test_between_the_larger_plans_nothing_is_asked(account: Account) -> None:
    three(account)
    assert not lost_with(account, Plan.MOVE).exists()
    assert change_plan(account, plan=Plan.MOVE, by=a_user(account), at=NOW).plan == Plan.MOVE
    assert Subscription.objects.active().count() == 2


def test_the_same_plan_again_leaves_no_activity(account: Account) -> None:
    change_plan(account, plan=Plan.BOOST, by=a_user(account), at=NOW)
    assert not Activity.objects.exists()


def test_others_keep_theirs(account: Account) -> None:
    theirs = a_subscription(a_company(an_account(plan=Plan.BOOST)))
    change_plan(account, plan=Plan.GO, by=a_user(account), at=NOW)
    theirs.refresh_from_db()
    assert theirs.is_active


def test_a_member_may_not(account: Account) -> None:
    with pytest.raises(NotAllowed):
        change_plan(account, plan=Plan.GO, by=a_user(account, role="member", rights=["subscriptions"]), at=NOW)


def test_the_statements_are_as_many_for_three_as_for_one() -> None:
    def statements(how_many: int) -> int:
        account = an_account(plan=Plan.BOOST)
        by = a_user(account, email=f"{how_many}@nord.example")
        for each in range(how_many):
            a_subscription(a_company(account, f"Company {each}"))
        with CaptureQueriesContext(connection) as queries:
            change_plan(account, plan=Plan.GO, by=by, at=NOW, confirmed=how_many)
        return len(queries)

    assert statements(1) == statements(3)


def test_what_was_told_to_end_keeps_its_reason(account: Account) -> None:
    told = a_subscription(
        a_company(account), next_on=None, deactivates_on=dt.date(2027, 1, 1), deactivation_reason="bankruptcy"
    )
    change_plan(account, plan=Plan.GO, by=a_user(account), at=NOW, confirmed=1)
    told.refresh_from_db()
    assert (told.is_deactivated, told.deactivation_reason) == (True, "bankruptcy")
