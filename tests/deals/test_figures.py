"""What is in a pipeline."""

from decimal import Decimal
from typing import Any

import pytest

from comptoir.deals.figures import InPhase, board
from comptoir.deals.models import Deal, Pipeline
from tests.factories import TODAY, a_company, a_deal, an_account, the_phase

pytestmark = pytest.mark.django_db


def test_the_figures_of_a_pipeline_phase_by_phase() -> None:
    account = an_account()
    customer = a_company(account)
    new, contacted, held, sent, negotiated = (the_phase(account, position) for position in range(1, 6))
    a_deal(customer, value="1000.00")
    a_deal(customer, value="0.10", inactive_for=14)
    a_deal(customer, value="200.00", currency="USD", inactive_for=13)
    a_deal(customer, value="5000.00", phase=negotiated, estimated_probability=Decimal("0.3333"))
    assert board(new.pipeline, on=TODAY) == [
        InPhase(
            new,
            count=3,
            value={"EUR": Decimal("1000.10"), "USD": Decimal("200.00")},
            weighted={"EUR": Decimal("100.01"), "USD": Decimal("20.00")},
            attention_count=1,
        ),
        InPhase(contacted),
        InPhase(held),
        InPhase(sent),
        InPhase(negotiated, count=1, value={"EUR": Decimal("5000.00")}, weighted={"EUR": Decimal("1666.50")}),
    ]


def test_won_and_lost_deals_and_those_of_other_pipelines_are_not_counted() -> None:
    account, other = an_account(), an_account(name="Other")
    a_deal(a_company(account), status="won")
    a_deal(a_company(account), status="lost")
    a_deal(a_company(other))
    assert board(the_phase(account).pipeline, on=TODAY)[0] == InPhase(the_phase(account))


def test_a_deal_of_unknown_value_counts_as_one_and_adds_nothing() -> None:
    account = an_account()
    a_deal(a_company(account), value=None)
    assert board(the_phase(account).pipeline, on=TODAY)[0] == InPhase(the_phase(account), count=1)


def test_amounts_in_a_currency_without_cents_are_rounded_to_its_unit() -> None:
    account = an_account()
    a_deal(a_company(account), value="55", currency="JPY")
    figures = board(the_phase(account).pipeline, on=TODAY)[0]
    assert (figures.value, figures.weighted) == ({"JPY": Decimal(55)}, {"JPY": Decimal(6)})


def test_only_the_deals_that_a_filter_left() -> None:
    account = an_account()
    customer, other = a_company(account), a_company(account, "Other")
    a_deal(customer, value="10.00"), a_deal(other, value="20.00")
    [figures, *_] = board(the_phase(account).pipeline, on=TODAY, deals=Deal.objects.filter(customer=other))
    assert (figures.count, figures.value) == (1, {"EUR": Decimal("20.00")})


def test_a_phase_counted_in_weeks_rests_seven_days_for_each() -> None:
    account = an_account()
    phase = the_phase(account)
    phase.attention_after, phase.attention_unit = 3, "weeks"
    phase.save()
    a_deal(a_company(account), inactive_for=20), a_deal(a_company(account), inactive_for=21)
    assert board(phase.pipeline, on=TODAY)[0].attention_count == 1


@pytest.mark.parametrize("deals", [1, 3])
def test_two_queries_for_any_number_of_deals(deals: int, django_assert_num_queries: Any) -> None:
    account = an_account()
    for position in range(1, deals + 1):
        a_deal(a_company(account), phase=the_phase(account, position))
    pipeline = Pipeline.objects.get(account=account)
    with django_assert_num_queries(2):
        board(pipeline, on=TODAY)
