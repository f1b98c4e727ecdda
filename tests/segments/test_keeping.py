"""Segments are made, changed, shared and deleted by those who may."""

from typing import Any

import pytest

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Role
from comptoir.customers.models import Tag
from comptoir.segments import keeping
from comptoir.segments.keeping import BrokenRules, NoRules, NotYours
from comptoir.segments.models import Segment
from comptoir.segments.rules import MOST_RULES
from tests.factories import NOW, a_company, a_member, a_user, an_account

pytestmark = pytest.mark.django_db

INACTIVE = {"field": "active", "operator": "equals", "value": "no"}
OWING = {"field": "outstanding", "operator": "at_least", "value": " 100.50 "}


def a_segment(by: User, **facts: Any) -> Segment:
    facts = {"name": "Gone", "match": "all", "rules": [INACTIVE]} | facts
    return keeping.create(**facts, by=by, at=NOW)


@pytest.fixture
def account() -> Account:
    return an_account()


def test_a_segment_is_its_maker_s_alone_until_it_is_shared(account: Account) -> None:
    maker, colleague, stranger = a_member(account), a_member(account), a_user(an_account(name="Elsewhere"))
    segment = a_segment(maker)
    assert list(Segment.objects.visible_to(maker)) == [segment]
    assert list(Segment.objects.visible_to(colleague)) == []
    keeping.share(segment, by=maker, at=NOW)
    assert list(Segment.objects.visible_to(colleague)) == [segment]
    assert list(Segment.objects.visible_to(stranger)) == []
    keeping.unshare(segment, by=maker, at=NOW)
    assert list(Segment.objects.visible_to(colleague)) == []


def test_rules_are_kept_as_they_are_read(account: Account) -> None:
    empty = {"field": "tag", "operator": "is_empty", "value": "left over", "extra": "dropped"}
    segment = a_segment(a_member(account), rules=[OWING, empty], match="any")
    segment.refresh_from_db()
    assert segment.rules == [
        {"field": "outstanding", "operator": "at_least", "value": "100.50"},
        {"field": "tag", "operator": "is_empty", "value": ""},
    ]


def test_broken_rules_are_refused_each_with_its_sentence(account: Account) -> None:
    rules = [INACTIVE, {**OWING, "value": "much"}, {"field": "country", "operator": "equals", "value": ""}]
    with pytest.raises(BrokenRules) as refusal:
        a_segment(a_member(account), rules=rules)
    assert refusal.value.errors == {(1,): "Type an amount, for example 1250.00.", (2,): "Choose a value."}
    assert not Segment.objects.exists()


@pytest.mark.parametrize("many", [0, MOST_RULES + 1])
def test_a_segment_has_at_least_one_rule_and_not_too_many(account: Account, many: int) -> None:
    with pytest.raises(NoRules):
        a_segment(a_member(account), rules=[INACTIVE] * many)


def test_editing_renames_and_changes_rules_and_who_sees_it(account: Account) -> None:
    maker = a_member(account)
    segment = a_segment(maker)
    keeping.edit(segment, name="Owing", match="any", rules=[OWING], shared=True, by=maker, at=NOW)
    segment.refresh_from_db()
    assert (segment.name, segment.match, len(segment.rules), segment.shared_at) == ("Owing", "any", 1, NOW)
    keeping.edit(segment, name="Owing", match="any", rules=[OWING], shared=False, by=maker, at=NOW)
    segment.refresh_from_db()
    assert segment.shared_at is None


def test_a_rule_that_broke_meanwhile_may_stay_but_no_new_one_may_come(account: Account) -> None:
    maker = a_member(account)
    a_company(account, tags=("horeca",))
    rule = {"field": "tag", "operator": "equals", "value": str(Tag.objects.get().pk)}
    segment = a_segment(maker, rules=[rule])
    Tag.objects.all().delete()
    renamed = keeping.edit(segment, name="Renamed", match="all", rules=[rule], shared=False, by=maker, at=NOW)
    assert (renamed.name, renamed.rules) == ("Renamed", [rule])
    other = {**rule, "operator": "is_not"}
    with pytest.raises(BrokenRules) as refusal:
        keeping.edit(segment, name="Renamed", match="all", rules=[rule, other], shared=False, by=maker, at=NOW)
    assert refusal.value.errors == {(1,): "This tag no longer exists."}


def test_a_shared_segment_is_changed_by_its_maker_and_by_owners_and_admins_only(account: Account) -> None:
    maker, colleague = a_member(account), a_member(account)
    segment = a_segment(maker, shared=True)
    for verb in (
        lambda by: keeping.edit(segment, name="Mine", match="all", rules=[INACTIVE], shared=True, by=by, at=NOW),
        lambda by: keeping.share(segment, by=by, at=NOW),
        lambda by: keeping.unshare(segment, by=by, at=NOW),
        lambda by: keeping.delete(segment, by=by),
    ):
        with pytest.raises(NotYours):
            verb(colleague)
    assert issubclass(NotYours, NotAllowed)
    admin = a_user(account, role=Role.ADMIN)
    keeping.delete(segment, by=admin)
    assert not Segment.objects.exists()


def test_a_private_segment_is_not_even_its_owner_s_to_change(account: Account) -> None:
    segment = a_segment(a_member(account))
    with pytest.raises(NotYours):
        keeping.delete(segment, by=a_user(account))


def test_another_account_s_owner_changes_nothing(account: Account) -> None:
    segment = a_segment(a_member(account), shared=True)
    with pytest.raises(NotYours):
        keeping.delete(segment, by=a_user(an_account(name="Elsewhere")))


def test_groups_are_kept_with_their_rules_as_they_are_read(account: Account) -> None:
    group = {"match": "any", "rules": [OWING, INACTIVE | {"extra": "dropped"}], "extra": "dropped"}
    segment = a_segment(a_member(account), rules=[INACTIVE, group])
    segment.refresh_from_db()
    assert segment.rules == [INACTIVE, {"match": "any", "rules": [OWING | {"value": "100.50"}, INACTIVE]}]


def test_what_is_wrong_in_a_group_is_said_at_its_place(account: Account) -> None:
    inside = [INACTIVE, {**OWING, "value": "much"}]
    deep = {"match": "all", "rules": [{"match": "all", "rules": [INACTIVE]}]}
    rules = [INACTIVE, {"match": "any", "rules": inside}, {"match": "any", "rules": []}, deep]
    with pytest.raises(BrokenRules) as refusal:
        a_segment(a_member(account), rules=rules)
    assert refusal.value.errors == {
        (1, 1): "Type an amount, for example 1250.00.",
        (2,): "A group needs at least one rule.",
        (3,): "A group holds rules, no further groups.",
    }


def test_rules_in_groups_count_as_rules_of_the_segment(account: Account) -> None:
    group = {"match": "any", "rules": [INACTIVE] * MOST_RULES}
    a_segment(a_member(account), rules=[group])
    with pytest.raises(NoRules):
        a_segment(a_member(account), rules=[group, INACTIVE])


def test_a_segment_is_of_the_subject_that_was_said_for_good(account: Account) -> None:
    maker = a_member(account)
    rule = {"field": "status", "operator": "equals", "value": "draft"}
    segment = a_segment(maker, about="invoice", rules=[rule])
    assert segment.about == "invoice"
    with pytest.raises(BrokenRules):
        keeping.edit(segment, name="Gone", match="all", rules=[OWING], shared=False, by=maker, at=NOW)
    with pytest.raises(BrokenRules):
        a_segment(maker, about="subscription", rules=[rule])


def test_segments_of_what_is_hidden_or_not_in_the_plan_are_not_there(account: Account) -> None:
    maker = a_member(account)
    rule = {"field": "customer_active", "operator": "equals", "value": "no"}
    for about in ("invoice", "subscription", "deal"):
        a_segment(maker, about=about, rules=[rule], name=about, shared=True)

    def seen(**facts: Any) -> list[str]:
        return [segment.name for segment in Segment.objects.visible_to(a_member(account, **facts))]

    assert seen() == ["deal", "invoice", "subscription"]
    assert seen(hidden=["invoices"]) == ["deal", "subscription"]
    assert seen(hidden=["deals", "subscriptions"]) == ["invoice"]
    account.plan = "go"
    account.save()
    assert seen() == ["deal", "invoice"]
