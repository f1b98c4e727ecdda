"""What spares Python work of many rows must answer as the plain way does."""

import datetime as dt

import pytest
from django.db.models import DateTimeField, Value

from comptoir.accounts.models import Account
from comptoir.core.asking import LocalDay, only
from comptoir.core.days import local_day
from comptoir.customers.models import Customer
from tests.factories import a_company, an_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("time_zone", ["Europe/Brussels", "America/Los_Angeles", "Pacific/Auckland"])
def test_the_database_knows_the_day_of_a_moment(time_zone: str) -> None:
    account = an_account(time_zone=time_zone)
    for at in (dt.datetime(2026, 3, 29, 22, 30, tzinfo=dt.UTC), dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)):
        day = LocalDay(Value(at, DateTimeField()), "time_zone")
        assert Account.objects.values_list(day, flat=True).get(pk=account.pk) == local_day(at, time_zone)


def test_rows_are_found_among_many_keys(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    account = an_account()
    one, two, __ = a_company(account), a_company(account), a_company(account)
    assert set(Customer.objects.filter(pk__among=[one.pk, two.pk])) == {one, two}
    assert set(Customer.objects.filter(account__among=[account.pk])) == set(Customer.objects.all())
    with django_assert_num_queries(0):
        assert list(Customer.objects.filter(pk__among=[])) == []


def test_rows_with_few_columns_fetch_the_others_when_they_are_asked_for(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    kept = a_company(an_account())
    with django_assert_num_queries(1):
        [found] = only(Customer.objects.all(), "name", "account", "id")
        assert (found, found.name, found.account_id) == (kept, kept.name, kept.account_id)
    with django_assert_num_queries(1):
        assert found.kind == kept.kind
    found.name = "Another"
    found.save()
    assert Customer.objects.get().name == "Another"
