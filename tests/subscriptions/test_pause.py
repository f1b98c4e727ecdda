"""Pausing a subscription: nothing is billed until it runs again, and nothing is lost."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.subscriptions import ending, pausing
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, Movement, Subscription
from comptoir.subscriptions.refusals import (
    ChangedMeanwhile,
    PauseEndsTooEarly,
    SubscriptionDeactivated,
    SubscriptionEnded,
)
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deactivated_subscription,
    a_member,
    a_subscription,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=1)
FEBRUARY = dt.date(2027, 2, 1)


def test_it_is_paused_with_when_by_whom_and_until_when_and_one_activity() -> None:
    subscription = a_subscription(a_company(an_account()), days_in_advance=7)
    user = a_user(subscription.account)
    paused = pausing.pause(subscription, by=user, at=LATER, until=FEBRUARY, missed="current")
    paused.refresh_from_db()
    assert (paused.paused_at, paused.paused_by, paused.paused_until) == (LATER, user, FEBRUARY)
    assert (paused.is_active, paused.is_running, paused.bill_on) == (True, False, None)
    assert paused.next_period_on == dt.date(2026, 12, 1)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at) == ("subscription.paused", user, LATER)
    assert activity.customer_id == subscription.customer_id
    assert activity.effects == {
        "subscription": {"id": str(subscription.pk), "title": "Terrace heating", "amount": "121.00", "currency": "EUR"},
        "until": "2027-02-01",
        "missed": "current",
        "not_billed_on": "2026-11-24",
    }


def test_nothing_is_billed_meanwhile() -> None:
    subscription = a_subscription(a_company(an_account()))
    pausing.pause(subscription, by=None, at=NOW)
    bill(subscription.account, on=dt.date(2036, 12, 1), at=LATER)
    assert not BilledPeriod.objects.exists()


def test_it_brings_nothing_in_meanwhile() -> None:
    subscription = a_subscription(a_company(an_account()), starts_on=dt.date(2026, 6, 1))
    pausing.pause(subscription, by=None, at=NOW)
    movement = Movement.objects.filter(subscription=subscription).order_by("on").last()
    assert movement is not None
    assert (movement.kind, movement.on, movement.amount) == ("paused", TODAY, Decimal("-100.0000"))


def test_pausing_again_changes_when_it_ends_with_one_activity() -> None:
    subscription = a_subscription(a_company(an_account()))
    first, second = a_user(subscription.account), a_user(subscription.account)
    pausing.pause(subscription, by=first, at=NOW)
    changed = pausing.pause(subscription, by=second, at=LATER, until=FEBRUARY, missed="each")
    assert (changed.paused_at, changed.paused_by) == (NOW, first)
    assert (changed.paused_until, changed.missed_periods) == (FEBRUARY, "each")
    activity = Activity.objects.get(kind="subscription.pause_changed")
    assert (activity.by, activity.effects["until"], activity.effects["until_before"]) == (second, "2027-02-01", None)
    assert Activity.objects.count() == 2


def test_the_same_pause_a_second_time_changes_nothing_and_leaves_no_activity() -> None:
    subscription = a_subscription(a_company(an_account()))
    shown = subscription.fingerprint
    for at in (NOW, LATER):
        paused = pausing.pause(subscription, by=None, at=at, until=FEBRUARY, fingerprint=shown)
        assert (paused.paused_at, paused.updated_at) == (NOW, NOW)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("until", [TODAY, TODAY - dt.timedelta(days=1)])
def test_a_pause_ends_after_today(until: dt.date) -> None:
    subscription = a_subscription(a_company(an_account()))
    with pytest.raises(PauseEndsTooEarly):
        pausing.pause(subscription, by=None, at=NOW, until=until)
    assert Subscription.objects.running().count() == 1


def test_today_is_that_of_the_account() -> None:
    account = an_account(time_zone="Pacific/Auckland")
    subscription = a_subscription(a_company(account))
    evening = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    with pytest.raises(PauseEndsTooEarly):
        pausing.pause(subscription, by=None, at=evening, until=TODAY + dt.timedelta(days=1))


def test_what_is_over_cannot_be_paused() -> None:
    customer = a_company(an_account())
    with pytest.raises(SubscriptionDeactivated):
        pausing.pause(a_deactivated_subscription(customer), by=None, at=NOW)
    with pytest.raises(SubscriptionEnded):
        pausing.pause(a_subscription(customer, next_on=None), by=None, at=NOW)
    told_to_end = a_subscription(customer, next_on=None, deactivates_on=FEBRUARY)
    with pytest.raises(SubscriptionDeactivated):
        pausing.pause(told_to_end, by=None, at=NOW)
    assert not Activity.objects.exists()


def test_when_another_invoice_would_be_the_first_not_made_nothing_is_done() -> None:
    subscription = a_subscription(a_company(an_account()))
    shown = subscription.fingerprint
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    with pytest.raises(ChangedMeanwhile):
        pausing.pause(subscription, by=None, at=LATER, fingerprint=shown)
    assert Subscription.objects.running().count() == 1


def test_a_member_without_the_right_is_refused() -> None:
    subscription = a_subscription(a_company(an_account()))
    with pytest.raises(NotAllowed):
        pausing.pause(subscription, by=a_member(subscription.account, Right.CUSTOMERS, Right.INVOICES), at=NOW)


def test_what_is_paused_can_be_deactivated_for_good() -> None:
    subscription = a_subscription(a_company(an_account()))
    pausing.pause(subscription, by=a_user(subscription.account), at=NOW, until=FEBRUARY)
    deactivated = ending.deactivate(subscription, by=None, at=LATER)
    assert (deactivated.is_deactivated, deactivated.is_paused, deactivated.paused_until) == (True, False, None)
    assert pausing.expire(subscription.account, on=FEBRUARY, at=LATER) == 0


def test_all_of_them_in_as_many_statements_as_one(django_assert_num_queries: object) -> None:
    customer = a_company(an_account())
    user = a_user(customer.account)
    several = [a_subscription(customer, days_in_advance=days) for days in (0, 7, 28)]
    with django_assert_num_queries(3):  # type: ignore[operator]
        pausing.pause_all(several[:1], by=user, at=NOW, on=TODAY)
    with django_assert_num_queries(3):  # type: ignore[operator]
        pausing.pause_all(several[1:], by=user, at=NOW, on=TODAY)
    assert Subscription.objects.paused().filter(paused_by=user, paused_at=NOW, paused_until=None).count() == 3


def test_all_of_them_run_again_as_if_they_had_never_been_paused() -> None:
    customer = a_company(an_account())
    several = [a_subscription(customer, days_in_advance=days) for days in (0, 7, 28)]
    facts = list(Subscription.objects.order_by("pk").values_list("periods_behind", "next_period_on", "bill_on"))
    pausing.pause_all(several, by=None, at=NOW, on=TODAY)
    pausing.resume_all(list(Subscription.objects.all()), at=LATER, on=TODAY)
    assert facts == list(Subscription.objects.order_by("pk").values_list("periods_behind", "next_period_on", "bill_on"))
    assert Subscription.objects.running().count() == 3
    assert sum(movement.amount for movement in Movement.objects.all()) == 300
