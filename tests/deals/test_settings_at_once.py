"""Several people change pipelines at the same moment, while others work with them, on PostgreSQL."""

from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase, Pipeline, Source
from comptoir.deals.moving import move
from comptoir.deals.phases import add_phase, delete_phase, place_phase
from comptoir.deals.pipelines import add_pipeline, delete_pipeline, mark_as_default
from comptoir.deals.records import add_deal
from comptoir.deals.refusals import DefaultPipeline, HasDeals
from comptoir.deals.words import add_word
from tests.at_once import at_once
from tests.factories import NOW, a_company, a_deal, an_account, the_phase

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TURNS = 10


def refusals(answers: list[object]) -> list[type]:
    return [type(answer) for answer in answers if isinstance(answer, Exception)]


def test_a_deal_moved_into_a_phase_that_is_deleted_is_moved_on_or_stays_and_none_is_lost() -> None:
    account = an_account()
    customer = a_company(account)
    pipeline, first, last = Pipeline.objects.get(), the_phase(account), the_phase(account, 2)
    for turn in range(TURNS):
        phase = add_phase(pipeline, name=f"Phase {turn}", probability=Decimal(0), by=None, at=NOW)
        deal, there = (add_deal(customer, title="x", phase=each, by=None, at=NOW) for each in (first, phase))
        deleted, moved, made = at_once(
            partial(delete_phase, phase, into=last, by=None, at=NOW),
            partial(move, deal, to=phase, by=None, at=NOW),
            partial(add_deal, customer, title="x", phase=phase, by=None, at=NOW),
        )
        assert deleted is None
        deal.refresh_from_db()
        there.refresh_from_db()
        assert there.phase == last
        assert deal.phase == (last if isinstance(moved, Deal) else first)
        for answer in (moved, made):
            assert isinstance(answer, Deal | ValidationError)


def test_a_deal_moved_out_of_a_phase_that_is_deleted_goes_where_it_was_moved() -> None:
    account = an_account()
    customer = a_company(account)
    pipeline, wanted, last = Pipeline.objects.get(), the_phase(account), the_phase(account, 2)
    for turn in range(TURNS):
        phase = add_phase(pipeline, name=f"Phase {turn}", probability=Decimal(0), by=None, at=NOW)
        deals = [a_deal(customer, phase=phase) for __ in range(3)]
        answers = at_once(
            partial(delete_phase, phase, into=last, by=None, at=NOW),
            *(partial(move, deal, to=wanted, by=None, at=NOW) for deal in deals),
        )
        assert refusals(answers) == []
        assert not Deal.objects.exclude(phase=wanted).exists()


def test_a_deal_made_in_an_empty_pipeline_that_is_deleted_is_refused_or_keeps_it() -> None:
    account = an_account()
    customer = a_company(account)
    for turn in range(TURNS):
        pipeline = add_pipeline(account, name=f"Pipeline {turn}", by=None, at=NOW)
        phase = pipeline.phases.all()[0]
        deleted, made = at_once(
            partial(delete_pipeline, pipeline, into={}, by=None, at=NOW),
            partial(add_deal, customer, title="x", phase=phase, by=None, at=NOW),
        )
        if isinstance(made, Deal):
            assert isinstance(deleted, HasDeals)
            assert made.phase.pipeline == pipeline
        else:
            assert (type(made), deleted) == (ValidationError, None)


def test_phases_added_and_placed_at_once_stand_without_gaps_each_name_once() -> None:
    account = an_account()
    pipeline = Pipeline.objects.get()
    add = partial(add_phase, pipeline, probability=Decimal(0), by=None, at=NOW)
    answers = at_once(
        *(partial(add, name="Visit") for __ in range(3)),
        *(partial(add, name=f"Phase {n}", after=the_phase(account, n)) for n in (1, 3)),
        partial(place_phase, the_phase(account, 5), position=1, by=None, at=NOW),
        partial(delete_phase, the_phase(account, 2), into=None, by=None, at=NOW),
    )
    assert refusals(answers) == [ValidationError, ValidationError]
    phases = Phase.objects.order_by("position")
    assert [phase.position for phase in phases] == list(range(1, 8))
    assert {phase.name for phase in phases} == {
        "New", "Meeting held", "Quotation sent", "Negotiation", "Visit", "Phase 1", "Phase 3",
    }  # fmt: skip


def test_one_pipeline_is_the_default_whoever_chooses_and_none_is_deleted_meanwhile() -> None:
    account = an_account()
    for turn in range(TURNS):
        pipelines = [add_pipeline(account, name=f"Pipeline {turn} {n}", by=None, at=NOW) for n in range(3)]
        answers = at_once(
            *(partial(mark_as_default, pipeline, by=None, at=NOW) for pipeline in pipelines),
            partial(delete_pipeline, pipelines[0], into={}, by=None, at=NOW),
        )
        assert Pipeline.objects.filter(is_default=True).count() == 1
        assert set(refusals(answers)) <= {DefaultPipeline, Pipeline.DoesNotExist}


def test_one_word_added_by_several_is_there_once() -> None:
    account = an_account()
    answers = at_once(*(partial(add_word, Source, account, name="Fair", by=None, at=NOW) for __ in range(4)))
    assert refusals(answers) == [ValidationError] * 3
    assert Activity.objects.filter(kind="source.added").count() == Source.objects.filter(name="Fair").count() == 1
