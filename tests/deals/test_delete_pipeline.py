"""Deleting pipelines, and where their deals go."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase, Pipeline
from comptoir.deals.pipelines import add_pipeline, delete_pipeline
from comptoir.deals.refusals import DefaultPipeline, HasDeals
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


@pytest.fixture
def pipeline(owner: User) -> Pipeline:
    return add_pipeline(owner.account, name="Large projects", by=None, at=NOW)


def told() -> list[str]:
    return list(Activity.objects.exclude(kind="pipeline.added").order_by("kind").values_list("kind", flat=True))


def test_an_empty_pipeline_goes_with_its_phases(owner: User, pipeline: Pipeline) -> None:
    for __ in range(2):
        delete_pipeline(pipeline, into={}, by=owner, at=NOW)
    assert [left.name for left in Pipeline.objects.all()] == ["Sales"]
    assert Phase.objects.count() == 5
    activity = Activity.objects.get(kind="pipeline.deleted")
    assert (activity.by, activity.subject_id) == (owner, pipeline.pk)
    assert activity.effects == {"name": "Large projects", "moved": []}


def test_the_deals_of_each_phase_go_where_they_are_sent_and_keep_their_probability(
    owner: User, pipeline: Pipeline
) -> None:
    first, second = pipeline.phases.all()[:2]
    customer = a_company(owner.account)
    deal = a_deal(customer, phase=first, estimated_probability=Decimal("0.42"))
    other, won = a_deal(customer, phase=second), a_deal(customer, phase=second, status="won")
    into = {first: the_phase(owner.account, 3), second: the_phase(owner.account, 5)}
    delete_pipeline(pipeline, into=into, by=owner, at=NOW)
    for each in (deal, other, won):
        each.refresh_from_db()
    assert [each.phase.name for each in (deal, other, won)] == ["Meeting held", "Negotiation", "Negotiation"]
    assert (deal.estimated_probability, won.status) == (Decimal("0.42"), "won")
    assert told() == ["deal.moved", "deal.moved", "pipeline.deleted"]
    assert Activity.objects.get(kind="pipeline.deleted").effects["moved"] == [
        {"phase": "New", "into": "Meeting held", "deals": 1},
        {"phase": "Contacted", "into": "Negotiation", "deals": 2},
    ]


def test_while_one_phase_with_deals_has_nowhere_to_send_them_nothing_happens(owner: User, pipeline: Pipeline) -> None:
    first, second = pipeline.phases.all()[:2]
    customer = a_company(owner.account)
    a_deal(customer, phase=first), a_deal(customer, phase=second, status="lost")
    with pytest.raises(HasDeals):
        delete_pipeline(pipeline, into={first: the_phase(owner.account)}, by=owner, at=NOW)
    assert Deal.objects.filter(phase__pipeline=pipeline).count() == 2
    assert told() == []


def test_the_deals_go_neither_into_the_same_pipeline_nor_to_another_account(owner: User, pipeline: Pipeline) -> None:
    first, second = pipeline.phases.all()[:2]
    a_deal(a_company(owner.account), phase=first)
    for into in (second, the_phase(an_account(name="Other"))):
        with pytest.raises(ValidationError) as refusal:
            delete_pipeline(pipeline, into={first: into}, by=owner, at=NOW)
        assert list(refusal.value.error_dict) == ["into"]
    assert Deal.objects.get().phase == first


def test_the_default_pipeline_stays_so_there_is_always_one(owner: User, pipeline: Pipeline) -> None:
    usual = Pipeline.objects.get(is_default=True)
    with pytest.raises(DefaultPipeline):
        delete_pipeline(usual, into={}, by=owner, at=NOW)
    assert set(Pipeline.objects.all()) == {usual, pipeline}


@pytest.mark.parametrize("deals", [1, 3])
def test_the_number_of_queries_is_that_of_one_deal_in_one_phase(
    owner: User, pipeline: Pipeline, deals: int, django_assert_num_queries: Any
) -> None:
    phases = list(pipeline.phases.all()[:deals])
    for phase in phases:
        for __ in range(deals):
            a_deal(a_company(owner.account), phase=phase)
    into = dict.fromkeys(phases, the_phase(owner.account))
    with django_assert_num_queries(14):
        delete_pipeline(pipeline, into=into, by=owner, at=NOW)


def test_only_an_owner_or_admin_deletes_pipelines(owner: User, pipeline: Pipeline) -> None:
    with pytest.raises(NotAllowed):
        delete_pipeline(pipeline, into={}, by=a_member(owner.account, "deals"), at=NOW)
    assert Pipeline.objects.count() == 2
