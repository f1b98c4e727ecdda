"""What will be billed day by day, against each subscription asked for itself."""

import datetime as dt
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.accounts.models import Account
from comptoir.subscriptions.foreseeing import ahead, late
from comptoir.subscriptions.models import DAYS_IN_ADVANCE, PERIODS, Subscription
from comptoir.subscriptions.periods import Schedule
from tests.factories import NOW, a_company, a_deactivated_subscription, a_subscription, an_account

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
LAST = dt.date(2027, 2, 28)

cycles = st.sampled_from([(unit, period) for unit, periods in PERIODS.items() for period in periods])
days = st.dates(dt.date(2024, 1, 1), dt.date(2027, 3, 31))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(
        st.tuples(
            cycles,
            days,
            st.sampled_from(DAYS_IN_ADVANCE),
            st.none() | st.dates(dt.date(2026, 12, 1), dt.date(2027, 4, 1)),
            st.none() | st.dates(TODAY + dt.timedelta(days=1), dt.date(2027, 4, 1)),
        ),
        min_size=1,
        max_size=5,
    ),
    first=st.dates(TODAY, LAST),
)
def test_the_days_are_those_of_each_subscription_asked_for_itself(made: list, first: dt.date) -> None:
    account = an_account()
    company = a_company(account)
    for (unit, period), starts_on, in_advance, ends_on, paused_until in made:
        schedule = Schedule(starts_on, unit, period, in_advance, ends_on)
        following = next((each for each in schedule.since(0) if each.bill_on >= TODAY), None)
        subscription = a_subscription(
            company,
            next_on=following and following.starts_on,
            starts_on=starts_on,
            ends_on=ends_on,
            unit=unit,
            period=period,
            days_in_advance=in_advance,
        )
        if following and paused_until:
            subscription.paused_at, subscription.paused_until, subscription.bill_on = NOW, paused_until, None
            subscription.save()
    found = ahead(account, first=first, last=LAST, today=TODAY)
    expected = expected_of(account, first)
    assert {on: each.count for on, each in found.days.items()} == expected
    for on in expected:
        billed = found.billed_on(on, Subscription.objects.of(account))
        assert sum(found.times(each, on) for each in billed) == expected[on]


def expected_of(account: Account, first: dt.date) -> Counter[dt.date]:
    counted: Counter[dt.date] = Counter()
    for each in Subscription.objects.of(account):
        for period in each.upcoming(80):
            on = max(period.bill_on, each.paused_until or period.bill_on)
            if first <= on <= LAST:
                counted[on] += 1
    return counted


def test_it_adds_up_what_a_day_brings_in_each_currency() -> None:
    company = a_company(an_account())
    for currency in ("EUR", "EUR", "CHF"):
        a_subscription(company, currency=currency)
    (day,) = ahead(company.account, first=TODAY, last=dt.date(2026, 12, 24), today=TODAY).days.values()
    assert (day.on, day.count) == (dt.date(2026, 12, 1), 3)
    assert day.amounts == {"EUR": 242, "CHF": 121}


def test_nothing_is_foreseen_of_what_is_over_or_paused_without_an_end() -> None:
    company = a_company(an_account())
    a_deactivated_subscription(company)
    a_subscription(company, next_on=None)
    paused = a_subscription(company)
    Subscription.objects.filter(pk=paused.pk).update(paused_at=NOW, bill_on=None)
    assert ahead(company.account, first=TODAY, last=LAST, today=TODAY).days == {}


def test_what_was_due_before_today_is_late_and_not_foreseen() -> None:
    company = a_company(an_account())
    a_subscription(company, next_on=dt.date(2026, 11, 20))
    assert late(company.account, today=TODAY) == 1
    assert list(ahead(company.account, first=dt.date(2026, 11, 1), last=LAST, today=TODAY).days) == [
        dt.date(2026, 12, 20),
        dt.date(2027, 1, 20),
        dt.date(2027, 2, 20),
    ]


def test_it_takes_as_many_queries_for_many_as_for_one() -> None:
    company = a_company(an_account())
    counts = []
    for made in (1, 3):
        for n in range(made):
            a_subscription(company, period=n + 1)
        with CaptureQueriesContext(connection) as queries:
            ahead(company.account, first=TODAY, last=LAST, today=TODAY)
        counts.append(len(queries))
    assert counts == [2, 2]
