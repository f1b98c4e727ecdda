"""The next twelve invoices, as the form stands."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import SkippedPeriod
from tests.factories import NOW, a_company, a_subscription
from tests.web.subscriptions.reading import text_of
from tests.web.subscriptions.test_edit import typed

pytestmark = pytest.mark.django_db

AS_TYPED = "/subscriptions/as-typed/"


def shown(client: Client, customer: Customer, /, **changes: Any) -> Any:
    """What comes back for the form, heating of € 100.00 twice each time."""
    given = {"cycle": "month 1", "starts_on": "2026-12-31", "days_in_advance": "0"} | changes
    return client.post(AS_TYPED, typed(customer, **given))


def days(answer: Any) -> list[dt.date]:
    return [period.bill_on for period in answer.context["upcoming"]]


@pytest.fixture
def customer(user: User) -> Customer:
    return a_company(user.account)


def test_there_are_twelve_with_their_dates_and_the_amount_of_each(client: Client, customer: Customer) -> None:
    answer = shown(client, customer)
    page = text_of(answer)
    assert "The next invoice is made on 31 December 2026." in page
    assert [day.day for day in days(answer)] == [31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]
    assert (answer.context["amount"], page.count("€\xa0121.00")) == (Decimal("121.00"), 12 + 1)


def test_every_kind_of_cycle_is_followed(client: Client, customer: Customer) -> None:
    for cycle, second in {"week 2": "2027-01-14", "month 6": "2027-06-30", "year 10": "2036-12-31"}.items():
        assert f"{days(shown(client, customer, cycle=cycle))[1]}" == second
    assert days(shown(client, customer, days_in_advance="14"))[0] == dt.date(2026, 12, 17)


def test_a_leap_day_is_kept(client: Client, customer: Customer) -> None:
    years = days(shown(client, customer, cycle="year 1", starts_on="2028-02-29"))
    assert [f"{day:%m-%d}" for day in years[:5]] == ["02-29", "02-28", "02-28", "02-28", "02-29"]


def test_lines_and_discounts_change_the_amounts(client: Client, customer: Customer) -> None:
    discount = {"discounts-TOTAL_FORMS": "1", "discounts-INITIAL_FORMS": "0", "discounts-0-percentage": "10"}
    answer = shown(client, customer, **{"lines-0-quantity": "4"}, **discount)
    assert answer.context["amount"] == Decimal("217.80")
    assert "€\xa0217.80" in text_of(answer)
    assert shown(client, customer, **{"lines-0-unit_price": "abc"}).context["amount"] == 0


def test_it_says_how_many_are_made_the_next_morning(client: Client, customer: Customer) -> None:
    page = text_of(shown(client, customer, starts_on="2026-07-01"))
    assert "<strong>5 invoices are made the next morning</strong>" in page
    assert "€\xa0605.00 in all" in page
    assert "The next one follows on 1 December 2026." in page
    assert "<strong>1 invoice is made the next morning</strong>" in text_of(
        shown(client, customer, starts_on="2026-11-24")
    )
    assert "1400 invoices" in text_of(shown(client, customer, cycle="week 1", starts_on="2000-01-29"))


def test_the_day_is_that_of_the_account(client: Client, user: User, customer: Customer) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC), tick=False):
        assert "is made the next morning" in text_of(shown(client, customer, starts_on="2026-12-01"))
        user.account.time_zone = "America/New_York"
        user.account.save()
        assert "is made the next morning" not in text_of(shown(client, customer, starts_on="2026-12-01"))


def test_what_does_not_say_enough_says_so(client: Client, customer: Customer) -> None:
    for starts_on in ("never", "0002-12-01", ""):
        page = text_of(shown(client, customer, starts_on=starts_on))
        assert "Say when it starts" in page
        assert "€\xa0121.00" in page
    assert "After that nothing more is billed." in text_of(
        shown(client, customer, starts_on="2026-01-31", ends_on="2026-02-01")
    )


def test_one_that_was_billed_goes_on_after_what_lies_behind(client: Client, user: User, customer: Customer) -> None:
    subscription = a_subscription(customer)
    bill(user.account, on=dt.date(2027, 1, 1), at=NOW)
    SkippedPeriod.objects.create(
        subscription=subscription, starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2027, 3, 31), skipped_at=NOW
    )
    answer = shown(client, customer, of=subscription.pk, days_in_advance="7", ends_on="2027-04-15")
    assert days(answer) == [dt.date(2027, 1, 25), dt.date(2027, 3, 25)]
    ended = shown(client, customer, of=subscription.pk, ends_on="2027-01-15")
    assert "Nothing more is billed" in text_of(ended)


def test_a_paused_one_shows_what_comes_after_its_pause(client: Client, customer: Customer) -> None:
    subscription = a_subscription(customer)
    subscription.bill_on, subscription.paused_at, subscription.paused_until = None, NOW, dt.date(2027, 2, 10)
    subscription.save()
    assert days(shown(client, customer, of=subscription.pk))[:2] == [dt.date(2027, 2, 28), dt.date(2027, 3, 31)]
    subscription.paused_until = None
    subscription.save()
    assert "nothing is billed until somebody resumes it" in text_of(shown(client, customer, of=subscription.pk))


def test_another_accounts_is_not_there(client: Client, customer: Customer) -> None:
    assert shown(client, customer, of=new_id()).status_code == 404


def test_a_member_without_the_right_is_refused(client: Client, customer: Customer, member: User) -> None:
    assert shown(client, customer).status_code == 403


def test_three_lines_cost_as_many_queries_as_one(client: Client, customer: Customer) -> None:
    def cost(count: int) -> int:
        form = typed(customer)
        rows = {"lines-TOTAL_FORMS": str(count)}
        for name, value in list(form.items()):
            if name.startswith("lines-0-"):
                rows |= {name.replace("-0-", f"-{n}-"): value for n in range(count)}
        with CaptureQueriesContext(connection) as queries:
            assert client.post(AS_TYPED, form | rows).status_code == 200
        return len(queries)

    assert cost(1) == cost(3)
