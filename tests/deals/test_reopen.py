"""Taking a closed deal up again."""

import datetime as dt

import pytest

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, LostReason
from comptoir.deals.moving import reopen
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def test_a_lost_deal_goes_on_where_it_was_closed_and_forgets_why(owner: User) -> None:
    reason = LostReason.objects.filter(account=owner.account).first()
    phase = the_phase(owner.account, 4)
    deal = a_deal(
        a_company(owner.account, deactivated_at=NOW), phase=phase, status="lost", lost_reason=reason, lost_remark="Why"
    )
    reopen(deal, by=owner, at=LATER)
    [again] = Deal.objects.open()
    assert (again.phase, again.estimated_probability) == (phase, phase.probability)
    assert (again.closed_at, again.lost_reason, again.lost_remark) == (None, None, "")
    assert (again.updated_at, again.last_activity_on) == (LATER, LATER.date())


@pytest.mark.parametrize("status", ["won", "lost"])
def test_it_is_told_once_and_what_it_was_before(owner: User, status: str) -> None:
    deal = a_deal(a_company(owner.account), status=status)
    for __ in range(2):
        reopen(deal, by=owner, at=LATER)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("deal.reopened", owner, deal.customer_id)
    assert activity.effects["before"] == status


def test_an_open_deal_is_left_alone(owner: User) -> None:
    assert reopen(a_deal(a_company(owner.account)), by=owner, at=LATER).updated_at == NOW
    assert not Activity.objects.exists()


def test_without_the_right_to_deals_nothing_is_reopened(owner: User) -> None:
    with pytest.raises(NotAllowed):
        reopen(a_deal(a_company(owner.account), status="won"), by=a_member(owner.account), at=LATER)
    assert Deal.objects.won().exists()
