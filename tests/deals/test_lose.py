"""Closing a deal as lost."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, LostReason
from comptoir.deals.moving import lose
from comptoir.deals.refusals import NotOpen
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def test_a_lost_deal_says_why(owner: User) -> None:
    deal = a_deal(a_company(owner.account), inactive_for=20)
    reason = LostReason.objects.get(account=owner.account, name="Too expensive")
    lose(deal, by=owner, at=LATER, reason=reason, remark=" A third cheaper elsewhere ")
    [lost] = Deal.objects.lost()
    assert (lost.lost_reason, lost.lost_remark) == (reason, "A third cheaper elsewhere")
    assert (lost.closed_at, lost.updated_at, lost.last_activity_on) == (LATER, LATER, LATER.date())
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("deal.lost", owner, deal.customer_id)
    assert (activity.effects["reason"], activity.effects["remark"]) == ("Too expensive", "A third cheaper elsewhere")


def test_a_reason_is_not_obligatory(owner: User) -> None:
    lost = lose(a_deal(a_company(owner.account, deactivated_at=NOW)), by=owner, at=LATER)
    assert (lost.status, lost.lost_reason, lost.lost_remark) == ("lost", None, "")
    assert Activity.objects.get().effects["reason"] == ""


def test_losing_twice_is_losing_once_and_the_first_reason_stays(owner: User) -> None:
    deal = a_deal(a_company(owner.account))
    lose(deal, by=owner, at=LATER, remark="First")
    assert lose(deal, by=owner, at=LATER, remark="Second").lost_remark == "First"
    assert Activity.objects.count() == 1


def test_a_won_deal_is_reopened_first(owner: User) -> None:
    with pytest.raises(NotOpen):
        lose(a_deal(a_company(owner.account), status="won"), by=owner, at=LATER)
    assert not Deal.objects.lost().exists()


def test_a_reason_of_another_account_or_an_archived_one_is_refused(owner: User) -> None:
    deal = a_deal(a_company(owner.account))
    foreign = LostReason.objects.filter(account=an_account(name="Other")).first()
    archived = LostReason.objects.create(account=owner.account, name="Strike", archived_at=NOW)
    for reason in (foreign, archived):
        with pytest.raises(ValidationError) as refusal:
            lose(deal, by=owner, at=LATER, reason=reason)
        assert set(refusal.value.error_dict) == {"lost_reason"}
    assert Deal.objects.open().exists()


def test_without_the_right_to_deals_nothing_is_lost(owner: User) -> None:
    with pytest.raises(NotAllowed):
        lose(a_deal(a_company(owner.account)), by=a_member(owner.account), at=LATER)
    assert Deal.objects.open().exists()
