"""Moving a deal from phase to phase."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase, Pipeline
from comptoir.deals.moving import move
from comptoir.deals.refusals import MovedMeanwhile, NotOpen
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


@pytest.fixture
def deal(owner: User) -> Deal:
    return a_deal(a_company(owner.account), inactive_for=20, estimated_probability=Decimal("0.99"))


def test_the_deal_takes_the_probability_of_its_new_phase(deal: Deal, owner: User) -> None:
    to = the_phase(owner.account, 3)
    move(deal, to=to, by=owner, at=LATER)
    deal.refresh_from_db()
    assert (deal.phase, deal.estimated_probability, deal.weighted_value) == (to, Decimal("0.5"), 2500)
    assert (deal.updated_at, deal.last_activity_on) == (LATER, LATER.date())


def test_taken_back_it_has_the_probability_it_had(deal: Deal, owner: User) -> None:
    first, third = the_phase(owner.account), the_phase(owner.account, 3)
    move(deal, to=third, by=owner, at=LATER)
    move(deal, to=first, seen=third, probability=Decimal("0.99"), by=owner, at=LATER)
    deal.refresh_from_db()
    assert (deal.phase, deal.estimated_probability) == (first, Decimal("0.99"))


def test_it_is_told_once_from_where_to_where(deal: Deal, owner: User) -> None:
    to = the_phase(owner.account, 3)
    for __ in range(2):
        move(deal, to=to, by=owner, at=LATER, seen=the_phase(owner.account))
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("deal.moved", owner, deal.customer_id)
    assert (activity.effects["before"], activity.effects["phase"]) == ("New", "Meeting held")
    assert activity.effects["phase_id"] == str(to.pk)


def test_into_the_phase_it_is_in_nothing_happens(deal: Deal, owner: User) -> None:
    same = move(deal, to=deal.phase, by=owner, at=LATER)
    assert (same.estimated_probability, same.updated_at) == (Decimal("0.99"), NOW)
    assert not Activity.objects.exists()


def test_a_deal_moves_to_another_pipeline(deal: Deal, owner: User) -> None:
    other = Pipeline.objects.create(account=owner.account, name="Large", created_at=NOW)
    phase = Phase.objects.create(account=owner.account, pipeline=other, name="Idea", position=1)
    assert move(deal, to=phase, by=owner, at=LATER).phase.pipeline == other


def test_where_somebody_else_moved_it_meanwhile_it_stays(deal: Deal, owner: User) -> None:
    shown, theirs = deal.phase, the_phase(owner.account, 2)
    move(deal, to=theirs, by=a_user(owner.account), at=LATER, seen=shown)
    with pytest.raises(MovedMeanwhile) as refusal:
        move(deal, to=the_phase(owner.account, 3), by=owner, at=LATER, seen=shown)
    assert isinstance(refusal.value.deal, Deal)
    assert refusal.value.deal.phase == theirs
    deal.refresh_from_db()
    assert deal.phase == theirs
    assert Activity.objects.count() == 1


def test_what_somebody_else_closed_meanwhile_is_not_moved(owner: User) -> None:
    deal = a_deal(a_company(owner.account), status="won")
    with pytest.raises(MovedMeanwhile) as refusal:
        move(deal, to=the_phase(owner.account, 2), by=owner, at=LATER, seen=deal.phase)
    assert isinstance(refusal.value.deal, Deal)
    assert refusal.value.deal.status == "won"


@pytest.mark.parametrize("status", ["won", "lost"])
def test_a_closed_deal_is_reopened_first(owner: User, status: str) -> None:
    deal = a_deal(a_company(owner.account), status=status)
    for to in (the_phase(owner.account, 2), deal.phase):
        with pytest.raises(NotOpen):
            move(deal, to=to, by=owner, at=LATER)
    assert not Activity.objects.exists()


def test_a_phase_of_another_account_or_of_none_is_refused(deal: Deal, owner: User) -> None:
    foreign, gone = the_phase(an_account(name="Other")), the_phase(owner.account, 5)
    Phase.objects.filter(pk=gone.pk).delete()
    for phase in (foreign, gone):
        with pytest.raises(ValidationError) as refusal:
            move(deal, to=phase, by=owner, at=LATER)
        assert set(refusal.value.error_dict) == {"phase"}
    deal.refresh_from_db()
    assert deal.phase == the_phase(owner.account)


def test_a_deal_of_a_deactivated_customer_is_moved_like_any_other(owner: User) -> None:
    deal = a_deal(a_company(owner.account, deactivated_at=NOW))
    assert move(deal, to=the_phase(owner.account, 2), by=owner, at=LATER).phase == the_phase(owner.account, 2)


def test_without_the_right_to_deals_nothing_is_moved(deal: Deal) -> None:
    with pytest.raises(NotAllowed):
        move(deal, to=the_phase(deal.account, 2), by=a_member(deal.account), at=LATER)
    deal.refresh_from_db()
    assert deal.phase == the_phase(deal.account)
