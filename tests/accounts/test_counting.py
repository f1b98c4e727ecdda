"""Running numbers of a year."""

from typing import Any

import pytest
from django.db import transaction

from comptoir.accounts.counting import next_number
from comptoir.accounts.models import Counter
from tests.factories import an_account

pytestmark = pytest.mark.django_db


def test_numbers_run_on_for_each_account_kind_and_year() -> None:
    account, other = an_account(), an_account(name="Other")
    given = [
        next_number(whose, kind, year=year)
        for whose, kind, year in [
            (account, "deal", 2026),
            (account, "deal", 2026),
            (account, "quotation", 2026),
            (account, "deal", 2027),
            (other, "deal", 2026),
            (account, "deal", 2026),
        ]
    ]
    assert given == [1, 2, 1, 1, 1, 3]


class Crash(Exception):
    """Something broke after the number had been taken."""


def test_a_number_taken_by_what_failed_is_given_again() -> None:
    account = an_account()
    with pytest.raises(Crash), transaction.atomic():
        next_number(account, "deal", year=2026)
        raise Crash
    assert next_number(account, "deal", year=2026) == 1


def test_a_number_costs_three_queries_however_many_were_given(django_assert_num_queries: Any) -> None:
    account = an_account()
    for __ in range(2):
        with django_assert_num_queries(3):
            next_number(account, "deal", year=2026)
    assert str(Counter.objects.get()) == "deal 2026/2"
