"""Pipelines are added, renamed, chosen as the usual one and duplicated."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase, Pipeline
from comptoir.deals.phases import edit_phase
from comptoir.deals.pipelines import add_pipeline, duplicate_pipeline, mark_as_default, rename_pipeline
from comptoir.deals.records import add_deal
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


@pytest.fixture
def usual(owner: User) -> Pipeline:
    return Pipeline.objects.get(account=owner.account)


def told() -> list[tuple[str, dict[str, Any]]]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", "effects"))


def phases_of(pipeline: Pipeline) -> list[Any]:
    facts = ("position", "name", "probability", "attention_after", "attention_unit", "account")
    return list(pipeline.phases.values_list(*facts))


def test_a_new_pipeline_begins_with_the_usual_phases_and_is_not_the_default(owner: User, usual: Pipeline) -> None:
    pipeline = add_pipeline(owner.account, name=" Large   projects ", by=owner, at=NOW)
    pipeline.refresh_from_db()
    assert (pipeline.name, pipeline.is_default, pipeline.account) == ("Large projects", False, owner.account)
    assert phases_of(pipeline) == phases_of(usual)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == ("pipeline.added", owner, None)
    assert (activity.subject_type, activity.subject_id) == ("pipeline", pipeline.pk)
    assert activity.effects == {"name": "Large projects"}


def test_a_name_is_taken_once_in_an_account_whatever_its_capitals(owner: User, usual: Pipeline) -> None:
    other = add_pipeline(owner.account, name="Large projects", by=owner, at=NOW)
    for change in (
        lambda: add_pipeline(owner.account, name="sales", by=owner, at=NOW),
        lambda: rename_pipeline(other, name="SALES", by=owner, at=NOW),
        lambda: duplicate_pipeline(other, name="Sales", by=owner, at=NOW),
    ):
        with pytest.raises(ValidationError) as refusal:
            change()
        assert refusal.value.message_dict == {
            "name": ["There is a pipeline of this name already. Choose another name."]
        }
    assert Pipeline.objects.count() == 2
    assert [kind for kind, __ in told()] == ["pipeline.added"]
    theirs = add_pipeline(a_user(an_account(name="Other")).account, name="Large projects", by=None, at=NOW)
    assert theirs.name == "Large projects"


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_pipeline_has_a_name_that_can_be_read(owner: User, usual: Pipeline, name: str) -> None:
    for change in (
        lambda: add_pipeline(owner.account, name=name, by=owner, at=NOW),
        lambda: rename_pipeline(usual, name=name, by=owner, at=NOW),
    ):
        with pytest.raises(ValidationError) as refusal:
            change()
        assert list(refusal.value.error_dict) == ["name"]


def test_a_pipeline_is_renamed_and_what_it_was_called_is_told(owner: User, usual: Pipeline) -> None:
    for __ in range(2):
        rename_pipeline(usual, name="Small projects", by=owner, at=NOW)
    usual.refresh_from_db()
    assert usual.name == "Small projects"
    assert told() == [("pipeline.renamed", {"name": "Small projects", "before": "Sales"})]


def test_new_deals_begin_in_the_default_pipeline_of_which_there_is_one(owner: User, usual: Pipeline) -> None:
    other = add_pipeline(owner.account, name="Large projects", by=owner, at=NOW)
    for __ in range(2):
        mark_as_default(other, by=owner, at=NOW)
    assert list(Pipeline.objects.filter(is_default=True)) == [other]
    assert told()[1:] == [("pipeline.made_default", {"name": "Large projects"})]
    assert add_deal(a_company(owner.account), title="x", by=owner, at=NOW).phase.pipeline == other


def test_the_default_pipeline_of_another_account_stays(owner: User) -> None:
    theirs = Pipeline.objects.get(account=an_account(name="Other"))
    mark_as_default(add_pipeline(owner.account, name="Large projects", by=owner, at=NOW), by=owner, at=NOW)
    theirs.refresh_from_db()
    assert theirs.is_default


def test_a_copy_has_the_same_phases_and_no_deals(owner: User, usual: Pipeline) -> None:
    edit_phase(the_phase(owner.account, 2), by=owner, at=NOW, attention_after=3, attention_unit="weeks")
    a_deal(a_company(owner.account))
    copy = duplicate_pipeline(usual, by=owner, at=NOW)
    assert (copy.name, copy.is_default) == ("Sales (copy)", False)
    assert phases_of(copy) == phases_of(usual)
    assert not Deal.objects.filter(phase__pipeline=copy).exists()
    assert told()[1:] == [("pipeline.duplicated", {"name": "Sales (copy)", "of": "Sales"})]


def test_each_copy_has_a_name_of_its_own(owner: User, usual: Pipeline) -> None:
    Pipeline.objects.filter(pk=usual.pk).update(name="x" * 100)
    usual.refresh_from_db()
    names = [duplicate_pipeline(usual, by=owner, at=NOW).name for __ in range(3)]
    assert names == [f"{'x' * 80} ({what})" for what in ("copy", "copy 2", "copy 3")]
    assert duplicate_pipeline(usual, by=owner, at=NOW, name="Mine").name == "Mine"


def test_only_an_owner_or_admin_changes_pipelines(owner: User, usual: Pipeline) -> None:
    member = a_member(owner.account, "deals", "customers")
    for change in (
        lambda: add_pipeline(owner.account, name="Mine", by=member, at=NOW),
        lambda: rename_pipeline(usual, name="Mine", by=member, at=NOW),
        lambda: mark_as_default(usual, by=member, at=NOW),
        lambda: duplicate_pipeline(usual, by=member, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert Pipeline.objects.get().name == "Sales"
    assert Phase.objects.count() == 5
    assert add_pipeline(owner.account, name="Ours", by=a_user(owner.account, role="admin"), at=NOW).name == "Ours"
