"""What came in every month, over time."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.invoicing.lines import LineData
from comptoir.subscriptions import billing, ending, movements, pausing, records
from comptoir.subscriptions.models import MissedPeriods, Movement, Subscription
from comptoir.subscriptions.refusals import Refusal
from comptoir.subscriptions.revenue import Churn, over_time
from tests.factories import NOW, a_company, a_deactivated_subscription, a_subscription, a_user, an_account, the_vat

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def test_each_month_says_what_changed_and_what_came_in_at_its_end() -> None:
    company = a_company(an_account())
    a_subscription(company, starts_on=dt.date(2025, 1, 1))
    a_subscription(company, starts_on=dt.date(2026, 9, 15), total="242.00")
    stopped = a_subscription(company, starts_on=dt.date(2026, 2, 1), total="60.50")
    stopped.next_period_on = stopped.bill_on = None
    stopped.deactivated_at = NOW
    stopped.save()
    movements.note([stopped], on=dt.date(2026, 11, 3), at=NOW, reason="bankruptcy")
    revenue = over_time(company.account, on=TODAY, months=12)["EUR"]
    assert revenue.before == Decimal(100)
    assert [month.starts_on for month in revenue.months][::11] == [dt.date(2025, 12, 1), dt.date(2026, 11, 1)]
    assert [str(month.total) for month in revenue.months[-3:]] == ["350.00", "350.00", "300.00"]
    assert revenue.months[-1].by_kind == {"churn": Decimal(-50)}
    assert (revenue.months[-1].ends_on, revenue.months[-1].net, revenue.now) == (TODAY, Decimal(-50), Decimal(300))
    assert revenue.sum_of("new") == Decimal(250)
    assert revenue.churn == [Churn("bankruptcy", 1, Decimal(-50))]


def test_what_is_known_to_come_is_told_apart() -> None:
    company = a_company(an_account())
    a_subscription(company, starts_on=dt.date(2026, 12, 1))
    revenue = over_time(company.account, on=TODAY, months=12)["EUR"]
    assert revenue.now == 0
    assert revenue.to_come == {"new": Decimal(100)}


def test_another_accounts_are_not_counted_and_currencies_stay_apart() -> None:
    a_subscription(a_company(an_account()), starts_on=dt.date(2026, 1, 1))
    company = a_company(an_account())
    a_subscription(company, starts_on=dt.date(2026, 1, 1), currency="CHF")
    assert list(over_time(company.account, on=TODAY, months=24)) == ["CHF"]


def test_a_change_of_currency_is_neither_churn_nor_new() -> None:
    company = a_company(an_account())
    subscription = a_subscription(company, starts_on=dt.date(2026, 1, 1))
    Subscription.objects.filter(pk=subscription.pk).update(currency="CHF")
    subscription.refresh_from_db()
    movements.note([subscription], on=TODAY, at=NOW)
    told = {each.currency: each.kind for each in Movement.objects.filter(on=TODAY)}
    assert told == {"EUR": "contraction", "CHF": "expansion"}


def test_it_takes_three_queries_whatever_there_is() -> None:
    company = a_company(an_account())
    counts = []
    for made in (1, 3):
        for n in range(made):
            a_subscription(company, starts_on=dt.date(2026, 1 + n, 1))
            a_deactivated_subscription(company)
        with CaptureQueriesContext(connection) as queries:
            over_time(company.account, on=TODAY, months=36)
        counts.append(len(queries))
    assert counts == [3, 3]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("price"), st.integers(1, 900)),
            st.tuples(st.just("ends_on"), st.integers(0, 400)),
            st.tuples(st.just("bill"), st.integers(0, 90)),
            st.tuples(st.just("deactivate"), st.integers(0, 30)),
            st.tuples(st.just("end"), st.integers(0, 30)),
            st.tuples(st.just("pause"), st.integers(1, 120)),
            st.tuples(st.just("resume"), st.integers(0, 2)),
        ),
        max_size=6,
    )
)
def test_whatever_is_done_the_movements_add_up_to_what_it_brings_in(steps: list[tuple[str, int]]) -> None:
    account = an_account()
    by, company = a_user(account), a_company(account)
    at = NOW

    def lines(price: int) -> list[LineData]:
        return [LineData(description="Care", unit_price=Decimal(price), tax_rate=the_vat(account))]

    subscription = records.create(
        account=account,
        department=account.departments.get(),
        customer=company,
        by=by,
        at=at,
        lines=lines(100),
        title="Care",
        starts_on=dt.date(2026, 11, 30),
        period=2,
    )
    for what, number in steps:
        at += dt.timedelta(days=number if what == "bill" else 1)
        if what == "bill":
            pausing.expire(account, on=account.day(at), at=at)
            billing.bill(account, on=account.day(at), at=at)
        elif what == "deactivate":
            ending.deactivate(subscription, by=by, at=at)
        elif what == "end":
            ending.deactivate(subscription, by=by, at=at, when=ending.When.PAID_PERIOD)
        elif what == "pause":
            with suppress(Refusal):
                pausing.pause(subscription, by=by, at=at, until=account.day(at) + dt.timedelta(days=number))
        elif what == "resume":
            with suppress(Refusal):
                pausing.resume(subscription, by=by, at=at, missed=MissedPeriods.values[number])
        elif not Subscription.objects.get(pk=subscription.pk)._is_over:
            changes = (
                {"lines": lines(number)}
                if what == "price"
                else {"ends_on": subscription.starts_on + dt.timedelta(days=number)}
            )
            records.edit(subscription, by=by, at=at, **changes)
        current = Subscription.objects.get(pk=subscription.pk)
        sums = Movement.objects.filter(subscription=current).aggregate(sum=Sum("amount"))["sum"]
        assert (sums or 0) == (movements.monthly(current) if current.is_running else 0)
