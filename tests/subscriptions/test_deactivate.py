"""Stopping a subscription for good (R7, R15)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.subscriptions import ending
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.refusals import ChangedMeanwhile
from tests.factories import NOW, a_company, a_deactivated_subscription, a_member, a_subscription, a_user, an_account

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=1)


def test_it_is_stopped_with_when_and_by_whom_and_one_activity() -> None:
    subscription = a_subscription(a_company(an_account()), days_in_advance=7)
    user = a_user(subscription.account)
    deactivated = ending.deactivate(subscription, by=user, at=LATER)
    assert (deactivated.deactivated_at, deactivated.deactivated_by) == (LATER, user)
    assert (deactivated.next_period_on, deactivated.bill_on) == (None, None)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at) == ("subscription.deactivated", user, LATER)
    assert activity.customer_id == subscription.customer_id
    assert activity.effects == {
        "subscription": {"id": str(subscription.pk), "title": "Terrace heating", "amount": "121.00", "currency": "EUR"},
        "not_billed_on": "2026-11-24",
        "reason": "",
    }


def test_a_second_time_changes_nothing_and_leaves_no_second_activity() -> None:
    subscription = a_subscription(a_company(an_account()))
    first, second = a_user(subscription.account), a_user(subscription.account)
    ending.deactivate(subscription, by=first, at=NOW)
    again = ending.deactivate(subscription, by=second, at=LATER)
    assert (again.deactivated_at, again.deactivated_by) == (NOW, first)
    assert Activity.objects.count() == 1


def test_nothing_is_billed_afterwards_and_what_was_made_stays() -> None:
    subscription = a_subscription(a_company(an_account()))
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    ending.deactivate(subscription, by=None, at=LATER)
    assert bill(subscription.account, on=dt.date(2036, 12, 1), at=LATER).billed == 0
    assert subscription.billed_periods.count() == 1


def test_all_of_a_customer_in_one_update_and_only_those_still_active() -> None:
    customer = a_company(an_account())
    active = [a_subscription(customer), a_subscription(customer)]
    earlier = a_deactivated_subscription(customer)
    ended = a_subscription(customer, next_on=None)
    others = a_subscription(a_company(customer.account, "Another"))
    user = a_user(customer.account)
    assert customer.subscriptions.active().deactivate(by=user, at=LATER) == 2
    assert list(Subscription.objects.filter(deactivated_at=LATER, deactivated_by=user).order_by("pk")) == active
    for untouched, expected in ((earlier, NOW), (ended, None), (others, None)):
        untouched.refresh_from_db()
        assert untouched.deactivated_at == expected
    assert customer.subscriptions.active().deactivate(by=user, at=LATER) == 0


def test_the_plural_takes_one_statement(django_assert_num_queries: object) -> None:
    customer = a_company(an_account())
    for __ in range(5):
        a_subscription(customer)
    with django_assert_num_queries(1):  # type: ignore[operator]
        customer.subscriptions.active().deactivate(by=None, at=LATER)


def refused_by_the_database(change: object) -> bool:
    try:
        with transaction.atomic():
            change()  # type: ignore[operator]
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_to_bring_one_back_whatever_the_door() -> None:
    subscription = a_deactivated_subscription(a_company(an_account()))

    def by_update() -> None:
        Subscription.objects.filter(pk=subscription.pk).update(deactivated_at=None)

    def by_save() -> None:
        subscription.deactivated_at = None
        subscription.next_period_on = subscription.bill_on = dt.date(2026, 12, 1)
        subscription.save()

    def by_hand() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE subscriptions_subscription SET deactivated_at = NULL")

    def by_next_period() -> None:
        Subscription.objects.filter(pk=subscription.pk).update(next_period_on=dt.date(2026, 12, 1))

    def by_bill_on() -> None:
        Subscription.objects.filter(pk=subscription.pk).update(bill_on=dt.date(2026, 12, 1))

    assert [refused_by_the_database(by) for by in (by_update, by_save, by_hand, by_next_period, by_bill_on)] == [
        True
    ] * 5
    subscription.refresh_from_db()
    assert subscription.is_deactivated


def test_the_database_lets_everything_else_of_it_change() -> None:
    subscription = a_deactivated_subscription(a_company(an_account()))
    assert Subscription.objects.filter(pk=subscription.pk).update(note="Moved away", deactivated_at=LATER) == 1


def test_a_member_without_the_right_is_refused() -> None:
    subscription = a_subscription(a_company(an_account()))
    with pytest.raises(NotAllowed):
        ending.deactivate(subscription, by=a_member(subscription.account, Right.CUSTOMERS, Right.INVOICES), at=NOW)
    subscription.refresh_from_db()
    assert subscription.is_active


def test_when_another_invoice_would_be_the_first_not_made_nothing_is_done() -> None:
    subscription = a_subscription(a_company(an_account()))
    shown = subscription.fingerprint
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    with pytest.raises(ChangedMeanwhile):
        ending.deactivate(subscription, by=None, at=LATER, fingerprint=shown)
    subscription.refresh_from_db()
    assert subscription.is_active
    assert ending.deactivate(subscription, by=None, at=LATER, fingerprint=subscription.fingerprint).is_deactivated
