"""Closing a deal as won."""

import datetime as dt

import pytest

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, LostReason
from comptoir.deals.moving import win
from comptoir.deals.refusals import NotOpen
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def test_a_won_deal_is_no_longer_open_and_keeps_its_phase(owner: User) -> None:
    deal = a_deal(a_company(owner.account), inactive_for=20)
    win(deal, by=owner, at=LATER)
    [won] = Deal.objects.won()
    assert (won.is_open, won.closed_at, won.phase) == (False, LATER, deal.phase)
    assert (won.updated_at, won.last_activity_on) == (LATER, LATER.date())
    assert not Deal.objects.open().exists()


def test_winning_twice_is_winning_once(owner: User) -> None:
    deal = a_deal(a_company(owner.account, deactivated_at=NOW))
    win(deal, by=owner, at=LATER)
    assert win(deal, by=owner, at=LATER + dt.timedelta(days=1)).closed_at == LATER
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("deal.won", owner, deal.customer_id)
    assert activity.effects["deal"]["value"] == "5000.00"


def test_a_deal_that_somebody_lost_meanwhile_is_not_won_unseen(owner: User) -> None:
    deal = a_deal(a_company(owner.account), status="lost", lost_remark="Too late")
    with pytest.raises(NotOpen):
        win(deal, by=owner, at=LATER)
    deal.refresh_from_db()
    assert (deal.status, deal.lost_remark) == ("lost", "Too late")
    assert not Activity.objects.exists()


def test_a_lost_deal_is_won_all_the_same_by_who_knows_it_and_the_reason_is_gone(owner: User) -> None:
    reason = LostReason.objects.filter(account=owner.account).first()
    deal = a_deal(a_company(owner.account), status="lost", lost_reason=reason, lost_remark="Too late")
    won = win(deal, by=owner, at=LATER, even_if_lost=True)
    assert (won.status, won.closed_at, won.lost_reason, won.lost_remark) == ("won", LATER, None, "")


def test_without_the_right_to_deals_nothing_is_won(owner: User) -> None:
    with pytest.raises(NotAllowed):
        win(a_deal(a_company(owner.account)), by=a_member(owner.account, "invoices"), at=LATER)
    assert not Deal.objects.won().exists()
