"""How much is due is counted without listing it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.followups.agenda import count_due, due
from tests.factories import NOW, a_call, a_company, a_meeting, a_task, a_user, an_account

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_it_counts_what_is_listed() -> None:
    customer = a_company(an_account())
    sofie, jan = a_user(customer.account), a_user(customer.account)
    for days in (-3, 0, 1):
        a_task(customer, sofie, days=days)
        a_call(customer, sofie, at=NOW + days * DAY)
        a_meeting(customer, sofie, jan, at=NOW + days * DAY)
    a_task(customer, sofie, completed_at=NOW, completed_by=sofie)
    a_task(customer, None), a_call(customer, jan)
    assert count_due(sofie, at=NOW, limit=99) == len(due(sofie, at=NOW)) == 6
    assert count_due(jan, at=NOW, limit=99) == len(due(jan, at=NOW)) == 3
    assert count_due(sofie, at=NOW - 9 * DAY, limit=99) == 0


def test_it_counts_to_the_limit_in_one_query() -> None:
    customer = a_company(an_account())
    sofie = a_user(customer.account)
    for __ in range(4):
        a_task(customer, sofie), a_call(customer, sofie)
    with CaptureQueriesContext(connection) as captured:
        assert count_due(sofie, at=NOW, limit=5) == 5
    assert len(captured) == 1
