"""Ids are handed over as one value."""

import pytest

from comptoir.core.among import among
from comptoir.customers.models import Customer
from tests.factories import a_company, an_account

pytestmark = pytest.mark.django_db


def test_those_of_the_ids_are_found_and_no_others() -> None:
    account = an_account()
    one, other, __ = (a_company(account, name) for name in ("One", "Other", "Third"))
    found = Customer.objects.filter(among("pk", [one.pk, other.pk])).order_by("name")
    assert list(found) == [one, other]


def test_without_ids_nothing_is_found_and_nothing_asked(django_assert_num_queries) -> None:
    a_company(an_account())
    with django_assert_num_queries(0):
        assert list(Customer.objects.filter(among("pk", []))) == []
