"""How long nothing has happened to a deal, and when that asks for attention."""

import datetime as dt
from typing import Any

import pytest

from comptoir.activities.models import Activity
from comptoir.deals.models import Deal
from comptoir.deals.moving import touch
from tests.factories import NOW, TODAY, a_company, a_deal, an_account, the_phase

pytestmark = pytest.mark.django_db


def test_what_happens_elsewhere_wakes_the_deal_and_is_not_told_here() -> None:
    deal = a_deal(a_company(an_account()), inactive_for=20)
    touch(deal, at=NOW)
    deal.refresh_from_db()
    assert (deal.last_activity_on, deal.days_inactive(on=TODAY)) == (TODAY, 0)
    assert deal.updated_at == NOW
    assert not Activity.objects.exists()


def test_the_day_is_the_accounts_and_never_goes_back() -> None:
    deal = a_deal(a_company(an_account(time_zone="Pacific/Auckland")))
    touch(deal, at=dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC))
    touch(deal, at=dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC))
    deal.refresh_from_db()
    assert deal.last_activity_on == dt.date(2026, 11, 25)


def test_a_deal_needs_attention_from_the_day_on_that_its_phase_says() -> None:
    account = an_account()
    customer, weeks = a_company(account), the_phase(account, 2)
    weeks.attention_after, weeks.attention_unit = 3, "weeks"
    weeks.save()
    a_deal(customer, inactive_for=13), a_deal(customer, phase=weeks, inactive_for=20)
    resting = {a_deal(customer, inactive_for=14), a_deal(customer, phase=weeks, inactive_for=21)}
    assert set(Deal.objects.of(account).needing_attention(on=TODAY)) == resting
    deals = Deal.objects.select_related("phase")
    assert {deal for deal in deals if deal.needs_attention(on=TODAY)} == resting


@pytest.mark.parametrize("status", ["won", "lost"])
def test_a_closed_deal_needs_none(status: str) -> None:
    deal = a_deal(a_company(an_account()), inactive_for=99, status=status)
    assert not deal.needs_attention(on=TODAY)
    assert not Deal.objects.needing_attention(on=TODAY).exists()


@pytest.mark.parametrize("deals", [1, 3])
def test_two_queries_find_them_whatever_their_number(deals: int, django_assert_num_queries: Any) -> None:
    account = an_account()
    for position in range(1, deals + 1):
        a_deal(a_company(account), phase=the_phase(account, position), inactive_for=30)
    with django_assert_num_queries(2):
        assert len(Deal.objects.of(account).needing_attention(on=TODAY)) == deals
