"""The customers that business was stopped with, month by month, and the recurring revenue that left with them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer
from comptoir.lifecycle.deactivation import deactivate, preview, reactivate
from comptoir.lifecycle.departures import Number, deactivated_between, departures, revenue_that_left, total_left
from comptoir.subscriptions import ending
from tests.factories import a_company, a_contact, a_subscription, a_user, an_account

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 11, 24)
OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)


def moment(month: int, day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def stop(customer: Customer, at: dt.datetime, *, by: User, reason: str = "", **facts: object) -> Customer:
    fingerprint = preview(customer, at=at).fingerprint
    return deactivate(customer, by=by, at=at, reason=reason, fingerprint=fingerprint, **facts).customer  # type: ignore[arg-type]


def told(account: Account, months: int = 2) -> dict[dt.date, tuple[dict[str, int], dict[str, Decimal]]]:
    found = departures(account, on=ON, months=months)
    return {
        month.starts_on: ({reason: each.together for reason, each in month.by_reason.items()}, month.left)
        for month in found
    }


def test_customers_are_counted_by_month_and_reason() -> None:
    owner = a_user(an_account())
    account = owner.account
    stop(a_company(account, "One"), moment(10, 5), by=owner, reason="bankruptcy")
    stop(a_contact(account), moment(10, 6), by=owner, reason="bankruptcy")
    stop(a_company(account, "Two"), moment(11, 2), by=owner)
    a_company(account, "Active")
    assert told(account) == {OCTOBER: ({"bankruptcy": 2}, {}), NOVEMBER: ({"": 1}, {})}
    assert departures(account, on=ON, months=2)[0].number == Number(contacts=1, companies=1)


def test_a_month_begins_in_the_time_zone_of_the_account() -> None:
    owner = a_user(an_account(time_zone="Europe/Brussels"))
    stop(a_company(owner.account), moment(10, 31, hour=23), by=owner)
    assert told(owner.account) == {OCTOBER: ({}, {}), NOVEMBER: ({"": 1}, {})}


def test_who_was_reactivated_does_not_count() -> None:
    owner = a_user(an_account())
    reactivate(stop(a_company(owner.account), moment(11, 2), by=owner), by=owner, at=moment(11, 3))
    assert told(owner.account, months=1) == {NOVEMBER: ({}, {})}


def test_the_revenue_that_left_is_what_ended_with_the_customer() -> None:
    owner = a_user(an_account())
    customer = a_company(owner.account)
    earlier = a_subscription(customer, title="Ended by itself before")
    ending.deactivate(earlier, by=owner, at=moment(11, 1))
    with_it = a_subscription(customer, title="Ended with it")
    stop(customer, moment(11, 2), by=owner, end_subscriptions=True)
    assert told(owner.account, months=1) == {NOVEMBER: ({"": 1}, {"EUR": Decimal("100.00")})}
    lost = revenue_that_left(owner.account, since=NOVEMBER, until=ON)
    assert [movement.subscription for movement in lost] == [with_it]


def test_what_ends_later_because_it_is_paid_left_with_its_customer() -> None:
    owner = a_user(an_account())
    customer = a_company(owner.account)
    a_subscription(customer)
    stop(customer, moment(11, 2), by=owner, end_subscriptions=True, when="paid_period")
    assert total_left(departures(owner.account, on=ON, months=1), "EUR") == Decimal("100.00")


def test_what_keeps_running_did_not_leave() -> None:
    owner = a_user(an_account())
    customer = a_company(owner.account)
    a_subscription(customer)
    stop(customer, moment(11, 2), by=owner)
    assert told(owner.account, months=1) == {NOVEMBER: ({"": 1}, {})}


def test_those_of_other_accounts_are_not_seen() -> None:
    stranger = a_user(an_account(name="Elsewhere"))
    stop(a_company(stranger.account), moment(11, 2), by=stranger)
    account = an_account()
    assert told(account, months=1) == {NOVEMBER: ({}, {})}
    assert list(deactivated_between(account, since=NOVEMBER, until=ON)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_two_queries_however_many(count: int) -> None:
    owner = a_user(an_account())
    for number in range(count):
        customer = a_company(owner.account, f"Company {number}")
        a_subscription(customer)
        stop(customer, moment(11, 2), by=owner, end_subscriptions=True)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        departures(owner.account, on=ON, months=12)
    assert len(queries) == 2
