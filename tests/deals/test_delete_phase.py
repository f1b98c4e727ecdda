"""Deleting phases, and where their deals go."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase, Pipeline
from comptoir.deals.phases import delete_phase
from comptoir.deals.refusals import HasDeals, OnlyPhase
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def test_an_empty_phase_goes_and_the_others_close_up(owner: User) -> None:
    pipeline, phase = Pipeline.objects.get(), the_phase(owner.account, 2)
    for __ in range(2):
        delete_phase(phase, into=None, by=owner, at=NOW)
    assert list(pipeline.phases.values_list("position", "name")) == [
        (1, "New"),
        (2, "Meeting held"),
        (3, "Quotation sent"),
        (4, "Negotiation"),
    ]
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.subject_id) == ("phase.deleted", owner, phase.pk)
    assert activity.effects == {"name": "Contacted", "pipeline": "Sales", "moved": []}


def test_its_deals_go_into_another_phase_with_their_probability_and_their_rest(owner: User) -> None:
    phase, into = the_phase(owner.account, 2), the_phase(owner.account, 4)
    customer = a_company(owner.account)
    open_ = a_deal(customer, phase=phase, inactive_for=20, estimated_probability=Decimal("0.42"))
    won, lost = (a_deal(customer, phase=phase, status=status) for status in ("won", "lost"))
    elsewhere = a_deal(customer)
    delete_phase(phase, into=into, by=owner, at=LATER)
    for deal in (open_, won, lost, elsewhere):
        deal.refresh_from_db()
    assert [deal.phase for deal in (open_, won, lost, elsewhere)] == [into, into, into, the_phase(owner.account)]
    assert (open_.estimated_probability, open_.updated_at) == (Decimal("0.42"), LATER)
    assert open_.last_activity_on == TODAY - dt.timedelta(days=20)
    assert (won.status, won.closed_at) == ("won", NOW)
    assert not Phase.objects.filter(pk=phase.pk).exists()


def test_each_open_deal_tells_where_it_went_and_the_phase_how_many_went(owner: User) -> None:
    phase, into = the_phase(owner.account, 2), the_phase(owner.account, 4)
    customer = a_company(owner.account)
    deal = a_deal(customer, phase=phase)
    a_deal(customer, phase=phase, status="won")
    delete_phase(phase, into=into, by=owner, at=LATER)
    moved, deleted = Activity.objects.order_by("kind")
    assert (moved.kind, moved.by, moved.subject_id, moved.customer_id) == ("deal.moved", owner, deal.pk, customer.pk)
    assert moved.effects == {
        "deal": {
            "id": str(deal.pk),
            "title": "New terrace",
            "reference": deal.reference,
            "value": "5000.00",
            "currency": "EUR",
        },
        "before": "Contacted",
        "phase": "Quotation sent",
        "phase_id": str(into.pk),
    }
    assert deleted.kind == "phase.deleted"
    assert deleted.effects["moved"] == [{"phase": "Contacted", "into": "Quotation sent", "deals": 2}]


@pytest.mark.parametrize("status", ["open", "won", "lost"])
def test_a_phase_with_deals_goes_only_when_somebody_says_where_they_go(owner: User, status: str) -> None:
    phase = the_phase(owner.account)
    a_deal(a_company(owner.account), status=status)
    with pytest.raises(HasDeals):
        delete_phase(phase, into=None, by=owner, at=NOW)
    assert Phase.objects.count() == 5
    assert not Activity.objects.exists()


def test_the_deals_go_neither_into_the_phase_itself_nor_to_another_account_nor_nowhere(owner: User) -> None:
    phase, gone = the_phase(owner.account), the_phase(owner.account, 5)
    a_deal(a_company(owner.account))
    Phase.objects.filter(pk=gone.pk).delete()
    for into in (phase, gone, the_phase(an_account(name="Other"))):
        with pytest.raises(ValidationError) as refusal:
            delete_phase(phase, into=into, by=owner, at=NOW)
        assert list(refusal.value.error_dict) == ["into"]
    assert Deal.objects.get().phase == phase
    assert not Activity.objects.exists()


def test_the_deals_may_go_into_another_pipeline(owner: User) -> None:
    other = Pipeline.objects.create(account=owner.account, name="Large", created_at=NOW)
    into = Phase.objects.create(account=owner.account, pipeline=other, name="Idea", position=1)
    deal = a_deal(a_company(owner.account))
    delete_phase(deal.phase, into=into, by=owner, at=NOW)
    assert Deal.objects.get().phase == into


def test_a_pipeline_keeps_its_only_phase(owner: User) -> None:
    phase = the_phase(owner.account)
    Phase.objects.exclude(pk=phase.pk).delete()
    with pytest.raises(OnlyPhase):
        delete_phase(phase, into=None, by=owner, at=NOW)
    assert Phase.objects.get() == phase


@pytest.mark.parametrize("deals", [1, 3])
def test_the_number_of_queries_is_that_of_one_deal(owner: User, deals: int, django_assert_num_queries: Any) -> None:
    for __ in range(deals):
        a_deal(a_company(owner.account))
    phase, into = the_phase(owner.account), the_phase(owner.account, 2)
    with django_assert_num_queries(14):
        delete_phase(phase, into=into, by=owner, at=NOW)


def test_only_an_owner_or_admin_deletes_phases(owner: User) -> None:
    with pytest.raises(NotAllowed):
        delete_phase(the_phase(owner.account), into=None, by=a_member(owner.account, "deals"), at=NOW)
    assert Phase.objects.count() == 5
