"""What subscriptions come to per month."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.subscriptions.figures import Figures, of_customers, per_month, recurring
from tests.factories import NOW, a_company, a_deactivated_subscription, a_subscription, an_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("unit", "period", "expected"),
    [
        ("week", 1, "524.33"),
        ("week", 2, "262.17"),
        ("week", 4, "131.08"),
        ("month", 1, "121.00"),
        ("month", 3, "40.33"),
        ("month", 6, "20.17"),
        ("year", 1, "10.08"),
        ("year", 10, "1.01"),
    ],
)
def test_every_cycle_comes_to_an_amount_per_month(unit: str, period: int, expected: str) -> None:
    assert per_month(Decimal("121.00"), unit=unit, period=period, currency="EUR") == Decimal(expected)


def test_a_currency_without_cents_is_rounded_to_its_unit() -> None:
    assert per_month(Decimal(100000), unit="year", period=1, currency="JPY") == Decimal(8333)


def test_a_customers_active_ones_are_added_before_rounding() -> None:
    customer = a_company(an_account())
    for __ in range(3):
        a_subscription(customer, total="10.00", unit="month", period=3)
    a_subscription(customer, total="50.00", currency="CHF", next_on=dt.date(2026, 11, 30), days_in_advance=7)
    a_subscription(customer, total="99.00", next_on=None)
    a_deactivated_subscription(customer, total="99.00")
    assert of_customers([customer]) == {
        customer.pk: Figures(
            active_count=4,
            per_month={"CHF": Decimal("50.00"), "EUR": Decimal("10.00")},
            next_bill_on=dt.date(2026, 11, 23),
        )
    }


def test_without_active_ones_it_says_what_the_last_deactivated_were() -> None:
    customer = a_company(an_account())
    a_deactivated_subscription(customer, total="121.00")
    a_deactivated_subscription(customer, total="242.00", unit="year")
    a_subscription(customer, next_on=None, total="7.00", deactivated_at=NOW - dt.timedelta(days=1))
    assert of_customers([customer])[customer.pk] == Figures(
        deactivated_at=NOW, was_per_month={"EUR": Decimal("141.17")}
    )


def test_nothing_is_nothing() -> None:
    customer = a_company(an_account())
    assert of_customers([customer]) == {customer.pk: Figures()}


def test_many_customers_cost_as_many_queries_as_one(django_assert_num_queries: object) -> None:
    account = an_account()
    customers = [a_company(account, f"Company {n}") for n in range(6)]
    for customer in customers[:3]:
        a_subscription(customer)
    for some in (customers[-1:], customers):
        with django_assert_num_queries(2):  # type: ignore[operator]
            of_customers(some)


def test_the_whole_accounts_active_ones_together() -> None:
    account = an_account()
    a_subscription(a_company(account))
    a_subscription(a_company(account, "Another"), total="1200.00", unit="year", next_on=dt.date(2026, 12, 15))
    a_deactivated_subscription(a_company(account, "A third"))
    a_subscription(a_company(an_account()))
    assert recurring(account) == Figures(
        active_count=2, per_month={"EUR": Decimal("182.65")}, next_bill_on=dt.date(2026, 12, 1)
    )
