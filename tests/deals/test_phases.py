"""Phases are added, changed and put in order."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Phase, Pipeline
from comptoir.deals.phases import add_phase, edit_phase, place_phase
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "name": "Visit",
    "probability": Decimal("0.3"),
    "attention_after": 3,
    "attention_unit": "weeks",
}
NAMES = ["New", "Contacted", "Meeting held", "Quotation sent", "Negotiation"]


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


@pytest.fixture
def pipeline(owner: User) -> Pipeline:
    return Pipeline.objects.get(account=owner.account)


def order_of(pipeline: Pipeline) -> list[tuple[int, str]]:
    return list(pipeline.phases.values_list("position", "name"))


def counted(*names: str) -> list[tuple[int, str]]:
    return list(enumerate(names, start=1))


def test_a_phase_is_added_as_the_last_one_and_told(owner: User, pipeline: Pipeline) -> None:
    phase = add_phase(pipeline, by=owner, at=NOW, **FACTS)
    phase.refresh_from_db()
    assert {name: getattr(phase, name) for name in FACTS} == FACTS
    assert (phase.account, phase.attention_days) == (owner.account, 21)
    assert order_of(pipeline) == counted(*NAMES, "Visit")
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("phase.added", owner, None)
    assert (activity.subject_id, activity.effects) == (phase.pk, {"name": "Visit", "pipeline": "Sales"})


@pytest.mark.parametrize("behind", [1, 3, 5])
def test_or_right_behind_another_one(owner: User, pipeline: Pipeline, behind: int) -> None:
    add_phase(pipeline, by=owner, at=NOW, after=the_phase(owner.account, behind), **FACTS)
    assert order_of(pipeline) == counted(*NAMES[:behind], "Visit", *NAMES[behind:])


def test_behind_a_phase_of_another_pipeline_there_is_no_place(owner: User, pipeline: Pipeline) -> None:
    with pytest.raises(ValidationError) as refusal:
        add_phase(pipeline, by=owner, at=NOW, after=the_phase(an_account(name="Other")), **FACTS)
    assert list(refusal.value.error_dict) == ["after"]


def test_a_name_is_taken_once_in_a_pipeline(owner: User, pipeline: Pipeline) -> None:
    for change in (
        lambda: add_phase(pipeline, by=owner, at=NOW, **FACTS | {"name": "new"}),
        lambda: edit_phase(the_phase(owner.account, 2), by=owner, at=NOW, name="NEW"),
    ):
        with pytest.raises(ValidationError) as refusal:
            change()
        assert refusal.value.message_dict == {
            "name": ["This pipeline has a phase of this name already. Choose another name."]
        }
    assert order_of(pipeline) == counted(*NAMES)
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 101}),
        ("probability", {"probability": Decimal("1.01")}),
        ("probability", {"probability": Decimal("-0.01")}),
        ("attention_after", {"attention_after": 0}),
        ("attention_after", {"attention_after": 366, "attention_unit": "days"}),
        ("attention_after", {"attention_after": 53, "attention_unit": "weeks"}),
        ("attention_unit", {"attention_unit": "years"}),
    ],
)
def test_facts_that_cannot_be_are_refused_beside_their_field(
    owner: User, pipeline: Pipeline, field: str, facts: dict[str, Any]
) -> None:
    for change in (
        lambda: add_phase(pipeline, by=owner, at=NOW, **FACTS | facts),
        lambda: edit_phase(the_phase(owner.account), by=owner, at=NOW, **FACTS | facts),
    ):
        with pytest.raises(ValidationError) as refusal:
            change()
        assert list(refusal.value.error_dict) == [field]
    assert order_of(pipeline) == counted(*NAMES)


@pytest.mark.parametrize(("after", "unit"), [(1, "days"), (365, "days"), (1, "weeks"), (52, "weeks")])
def test_a_deal_may_rest_for_a_day_or_for_a_year(owner: User, after: int, unit: str) -> None:
    phase = edit_phase(the_phase(owner.account), by=owner, at=NOW, attention_after=after, attention_unit=unit)
    assert (phase.attention_after, phase.attention_unit) == (after, unit)


def test_what_a_phase_was_and_is_now_is_told_once(owner: User) -> None:
    phase = the_phase(owner.account, 2)
    for __ in range(2):
        edit_phase(phase, by=owner, at=NOW, name=" Called ", probability=Decimal("0.2"), attention_unit="weeks")
    phase.refresh_from_db()
    assert (phase.name, phase.probability, phase.position) == ("Called", Decimal("0.2"), 2)
    activity = Activity.objects.get()
    assert activity.kind == "phase.edited"
    assert activity.effects == {
        "name": "Called",
        "pipeline": "Sales",
        "changes": [
            {"field": "name", "old": "Contacted", "new": "Called"},
            {"field": "probability", "old": "0.2500", "new": "0.2"},
            {
                "field": "attention",
                "old": {"after": 14, "unit": "days"},
                "new": {"after": 14, "unit": "weeks"},
            },
        ],
    }


def test_the_deals_in_it_keep_their_probability(owner: User) -> None:
    deal = a_deal(a_company(owner.account))
    edit_phase(deal.phase, by=owner, at=NOW, probability=Decimal("0.9"))
    deal.refresh_from_db()
    assert deal.estimated_probability == Decimal("0.1")


@pytest.mark.parametrize(
    ("position", "to", "names"),
    [
        (1, 5, ["Contacted", "Meeting held", "Quotation sent", "Negotiation", "New"]),
        (5, 1, ["Negotiation", "New", "Contacted", "Meeting held", "Quotation sent"]),
        (2, 3, ["New", "Meeting held", "Contacted", "Quotation sent", "Negotiation"]),
        (4, 3, ["New", "Contacted", "Quotation sent", "Meeting held", "Negotiation"]),
        (4, 99, ["New", "Contacted", "Meeting held", "Negotiation", "Quotation sent"]),
        (2, -1, ["Contacted", "New", "Meeting held", "Quotation sent", "Negotiation"]),
    ],
)
def test_a_phase_is_put_elsewhere_and_the_others_close_up(
    owner: User, pipeline: Pipeline, position: int, to: int, names: list[str]
) -> None:
    place_phase(the_phase(owner.account, position), position=to, by=owner, at=NOW)
    assert order_of(pipeline) == counted(*names)


def test_its_new_place_is_told_once(owner: User) -> None:
    phase = the_phase(owner.account, 2)
    for __ in range(2):
        assert place_phase(phase, position=4, by=owner, at=NOW).position == 4
    activity = Activity.objects.get()
    assert (activity.kind, activity.subject_id) == ("phase.placed", phase.pk)
    assert activity.effects == {"name": "Contacted", "pipeline": "Sales", "position": 4, "before": 2}


def test_the_number_of_queries_is_that_of_one_phase(owner: User, django_assert_num_queries: Any) -> None:
    phase = the_phase(owner.account)
    phase.pipeline  # noqa: B018
    with django_assert_num_queries(6):
        place_phase(phase, position=2, by=owner, at=NOW)
    with django_assert_num_queries(6):
        place_phase(phase, position=5, by=owner, at=NOW)


def test_only_an_owner_or_admin_changes_phases(owner: User, pipeline: Pipeline) -> None:
    member, phase = a_member(owner.account, "deals"), the_phase(owner.account)
    for change in (
        lambda: add_phase(pipeline, by=member, at=NOW, **FACTS),
        lambda: edit_phase(phase, by=member, at=NOW, name="Mine"),
        lambda: place_phase(phase, position=3, by=member, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert order_of(pipeline) == counted(*NAMES)
    assert Phase.objects.count() == 5
