"""Ending with the period that was billed: told once, nothing more billed, carried out on the day after."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comptoir.activities.models import Activity
from comptoir.subscriptions import ending
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.ending import When
from comptoir.subscriptions.models import Movement, Subscription
from tests.factories import NOW, TODAY, a_company, a_subscription, a_user, an_account

pytestmark = pytest.mark.django_db

LAST, AFTER = dt.date(2026, 12, 9), dt.date(2026, 12, 10)


def billed(**facts: object) -> Subscription:
    """Billed for 10 November to 9 December."""
    subscription = a_subscription(a_company(an_account()), next_on=dt.date(2026, 11, 10), **facts)
    bill(subscription.account, on=dt.date(2026, 11, 10), at=NOW)
    subscription.refresh_from_db()
    Activity.objects.all().delete()
    return subscription


def test_it_is_ending_until_the_last_day_that_was_billed_and_nothing_more_is_billed() -> None:
    subscription = billed()
    user = a_user(subscription.account)
    told = ending.deactivate(subscription, by=user, at=NOW, reason="bankruptcy", when=When.PAID_PERIOD)
    assert (told.is_ending, told.deactivates_on, told.deactivated_at) == (True, AFTER, None)
    assert (told.next_period_on, told.bill_on, told.deactivation_asked_by) == (None, None, user)
    bill(subscription.account, on=dt.date(2036, 1, 1), at=NOW)
    assert subscription.billed_periods.count() == 1
    activity = Activity.objects.get()
    assert (activity.kind, activity.by) == ("subscription.deactivation_planned", user)
    assert activity.effects == {
        "subscription": {"id": str(told.pk), "title": "Terrace heating", "amount": "121.00", "currency": "EUR"},
        "not_billed_on": "2026-12-10",
        "reason": "bankruptcy",
        "deactivates_on": "2026-12-10",
    }


def test_on_the_day_after_it_is_deactivated_by_who_asked_once() -> None:
    subscription = billed()
    user = a_user(subscription.account)
    ending.deactivate(subscription, by=user, at=NOW, reason="bankruptcy", when=When.PAID_PERIOD)
    assert [ending.expire(subscription.account, on=day, at=NOW) for day in (LAST, AFTER, AFTER)] == [0, 1, 0]
    subscription.refresh_from_db()
    assert (subscription.is_deactivated, subscription.deactivated_by) == (True, user)
    assert subscription.deactivation_reason == "bankruptcy"
    done = Activity.objects.get(kind="subscription.deactivated")
    assert (done.by, done.effects["asked_by"], done.effects["planned"]) == (None, "Sofie Vermeulen", True)


@pytest.mark.parametrize("on", [dt.date(2026, 11, 10), None], ids=["billed up to yesterday", "never billed"])
def test_what_is_not_billed_beyond_today_ends_now(on: dt.date | None) -> None:
    subscription = a_subscription(a_company(an_account()), next_on=dt.date(2026, 11, 10), unit="week")
    if on:
        bill(subscription.account, on=on, at=NOW)
    assert ending.deactivate(subscription, by=None, at=NOW, when=When.PAID_PERIOD).is_deactivated
    assert Activity.objects.filter(kind="subscription.deactivated").count() == 1


def test_asked_again_it_is_left_alone_and_it_can_still_be_ended_now() -> None:
    subscription = billed()
    ending.deactivate(subscription, by=None, at=NOW, when=When.PAID_PERIOD)
    assert ending.deactivate(subscription, by=None, at=NOW, when=When.PAID_PERIOD).is_ending
    assert Activity.objects.count() == 1
    assert ending.deactivate(subscription, by=None, at=NOW).is_deactivated
    assert Activity.objects.count() == 2


def test_a_paused_one_ends_with_what_is_paid_as_well() -> None:
    subscription = billed()
    Subscription.objects.filter(pk=subscription.pk).update(paused_at=NOW, bill_on=None)
    told = ending.deactivate(subscription, by=None, at=NOW, when=When.PAID_PERIOD)
    assert (told.is_ending, told.is_paused) == (True, False)


def test_the_database_refuses_to_take_it_back() -> None:
    subscription = billed()
    ending.deactivate(subscription, by=None, at=NOW, when=When.PAID_PERIOD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk).update(deactivates_on=None)


def test_what_it_brings_in_is_lost_on_the_day_after_and_told_once() -> None:
    subscription = billed()
    ending.deactivate(subscription, by=None, at=NOW, reason="bankruptcy", when=When.PAID_PERIOD)
    ending.expire(subscription.account, on=AFTER, at=NOW)
    churn = Movement.objects.get(kind="churn")
    assert (churn.on, churn.reason, churn.amount) == (AFTER, "bankruptcy", -100)


def test_many_take_the_same_statements_as_one() -> None:
    def statements(how_many: int) -> int:
        customer = a_company(an_account())
        each = [a_subscription(customer, next_on=dt.date(2026, 11, 10 + n)) for n in range(how_many)]
        bill(customer.account, on=TODAY, at=NOW)
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            ending.deactivate_all(each, by=None, at=NOW, on=TODAY, when=When.PAID_PERIOD)
        assert customer.subscriptions.ending().count() == how_many
        return len(captured)

    assert statements(1) == statements(3)
