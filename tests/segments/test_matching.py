"""What a segment contains is what its rules say, read one by one."""

from typing import Any

import pytest

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer, Tag
from comptoir.customers.records import add
from comptoir.segments.asked import Asked
from comptoir.segments.counting import Count, counts
from comptoir.segments.matching import matching
from comptoir.segments.models import About, Match, Segment
from comptoir.segments.operators import Operator
from comptoir.segments.rules import MOST_RULES
from comptoir.segments.unsaved import Unsaved
from tests.factories import NOW, TODAY, a_company, a_contact, a_user, an_account

pytestmark = pytest.mark.django_db


def a_rule(field: str, operator: str, value: str = "") -> dict[str, str]:
    return {"field": field, "operator": operator, "value": value}


def ids_of(account: Account, rules: list[Any], match: str = Match.ALL) -> set[Any]:
    found = matching(Customer.objects.all(), Unsaved(About.CUSTOMER, match, rules), asked=Asked(account, TODAY))
    listed = list(found.values_list("pk", flat=True))
    assert len(listed) == len(set(listed))
    return set(listed)


def test_active_equals_no_is_exactly_the_deactivated() -> None:
    account = an_account()
    a_company(account)
    a_company(account, deactivated_at=NOW)
    a_contact(account, deactivated_at=NOW)
    deactivated = set(Customer.objects.of(account).deactivated().values_list("pk", flat=True))
    assert len(deactivated) == 2
    assert ids_of(account, [a_rule("active", "equals", "no")]) == deactivated


BROKEN = [
    a_rule("colour", "equals", "red"),
    a_rule("", "", ""),
    a_rule("active", "equals", "perhaps"),
    a_rule("active", "contains", "no"),
    a_rule("country", "is_not", "Atlantis"),
    a_rule("kind", "is_not", "robot"),
    a_rule("name", "contains", "  "),
    a_rule("name", "contains", "a\0b"),
    a_rule("outstanding", "at_least", "much"),
    a_rule("outstanding", "at_least", "-1"),
    a_rule("outstanding", "at_least", "NaN"),
    a_rule("outstanding", "at_least", "1e40"),
    a_rule("outstanding", "at_most", "1.001"),
    a_rule("overdue", "at_least", "99999999999"),
    a_rule("overdue", "at_least", "3.5"),
    a_rule("added", "before", "2026-13-01"),
    a_rule("added", "before", "0001-01-01"),
    a_rule("added", "more_than_days_ago", "-3"),
    a_rule("tag", "is_not", "018f0000-0000-7000-8000-000000000000"),
    a_rule("tag", "is_not", "horeca"),
    a_rule("account_manager", "is_not", "018f0000-0000-7000-8000-000000000000"),
    a_rule("deactivation_reason", "equals", "boredom"),
    a_rule("custom:018f0000-0000-7000-8000-000000000000", "is_empty"),
    a_rule("custom:", "is_empty"),
    a_rule("customer_active", "equals", "yes"),
    {"match": "all", "rules": []},
    {"match": "sideways", "rules": [a_rule("active", "equals", "no")]},
    {"match": "all", "rules": "active"},
    {"match": "any", "rules": [{"match": "any", "rules": [a_rule("active", "equals", "no")]}]},
    {"field": "active"},
    {"field": "active", "operator": "equals", "value": True},
    "active",
    None,
    ["active", "equals", "no"],
]


@pytest.mark.parametrize("rule", BROKEN, ids=repr)
def test_a_broken_rule_lets_nobody_in(rule: Any) -> None:
    account = an_account()
    gone = a_company(account, deactivated_at=NOW)
    a_contact(account)
    other = a_rule("active", "equals", "no")
    assert ids_of(account, [rule]) == set()
    assert ids_of(account, [other, rule]) == set()
    assert ids_of(account, [other, rule], Match.ANY) == {gone.pk}


def test_a_broken_rule_in_a_group_lets_nobody_in_by_itself_and_breaks_none_of_the_others() -> None:
    account = an_account()
    gone = a_company(account, deactivated_at=NOW)
    a_contact(account)
    rules = [a_rule("active", "equals", "no"), a_rule("tag", "is_not", "deleted")]
    assert ids_of(account, [{"match": "any", "rules": rules}]) == {gone.pk}
    assert ids_of(account, [{"match": "all", "rules": rules}]) == set()


def test_groups_combine_with_rules_and_with_each_other() -> None:
    account = an_account()
    belgian, french = a_company(account, country="BE", tags=("VIP",)), a_company(account, country="FR")
    gone = a_contact(account, country="NL", deactivated_at=NOW)
    a_contact(account, country="DE")
    west = [a_rule("country", "equals", "BE"), a_rule("country", "equals", "FR")]
    dutch_and_gone = [a_rule("country", "equals", "NL"), a_rule("active", "equals", "no")]
    groups = [{"match": "any", "rules": west}, {"match": "all", "rules": dutch_and_gone}]
    assert ids_of(account, groups, Match.ANY) == {belgian.pk, french.pk, gone.pk}
    assert ids_of(account, groups, Match.ALL) == set()
    assert ids_of(account, [groups[0], a_rule("tag", "is_filled")]) == {belgian.pk}


def test_more_rules_than_a_segment_may_have_contain_nobody() -> None:
    account = an_account()
    a_company(account)
    rule = a_rule("active", "equals", "yes")
    assert len(ids_of(account, [{"match": "any", "rules": [rule] * MOST_RULES}])) == 1
    assert ids_of(account, [{"match": "any", "rules": [rule] * MOST_RULES}, rule], Match.ANY) == set()


def test_a_segment_without_rules_contains_nobody() -> None:
    account = an_account()
    a_company(account)
    assert ids_of(account, []) == set()
    assert ids_of(account, [], Match.ANY) == set()


def test_a_rule_about_a_deleted_tag_lets_nobody_in() -> None:
    account = an_account()
    a_company(account, tags=("horeca",))
    tag = Tag.objects.get()
    rule = a_rule("tag", "is_not", str(tag.pk))
    a_company(account)
    assert len(ids_of(account, [rule])) == 1
    Customer.tags.through.objects.all().delete()
    tag.delete()
    assert ids_of(account, [rule]) == set()


def test_tags_and_users_of_another_account_let_nobody_in() -> None:
    account, elsewhere = an_account(), an_account(name="Elsewhere")
    stranger: User = a_user(elsewhere)
    a_company(elsewhere, tags=("horeca",), responsible_user=stranger)
    a_company(account)
    for operator in (Operator.EQUALS, Operator.IS_NOT):
        assert ids_of(account, [a_rule("tag", operator, str(Tag.objects.get().pk))]) == set()
        assert ids_of(account, [a_rule("account_manager", operator, str(stranger.pk))]) == set()


def test_customers_of_another_account_are_never_in() -> None:
    account = an_account()
    a_company(an_account(name="Elsewhere"), deactivated_at=NOW)
    rule = a_rule("active", "equals", "no")
    segment = Unsaved(About.CUSTOMER, "all", [rule])
    assert not matching(Customer.objects.all(), segment, asked=Asked(account, TODAY)).exists()


def test_contradictory_rules_contain_nobody_together_and_everybody_apart() -> None:
    account = an_account()
    everybody = {a_company(account).pk, a_contact(account, deactivated_at=NOW).pk}
    rules = [a_rule("active", "equals", "yes"), a_rule("active", "equals", "no")]
    assert ids_of(account, rules) == set()
    assert ids_of(account, rules, Match.ANY) == everybody


def test_subscriptions_are_no_field_on_the_plan_go() -> None:
    account = an_account(plan="go")
    a_company(account)
    assert ids_of(account, [a_rule("subscriptions", "equals", "no")]) == set()


def test_names_are_found_as_the_verbs_write_them() -> None:
    account = an_account()
    owner = a_user(account)
    anne = add(account=account, kind="contact", by=owner, at=NOW, first_name="Anne", last_name="Dubois-Réal")
    cafe = add(
        account=account,
        kind="company",
        by=owner,
        at=NOW,
        name="Café  de l’Été",
        emails=[{"type": "primary", "email": "anne@cafe.example"}],
    )
    assert ids_of(account, [a_rule("name", "equals", "anne dubois-real")]) == {anne.pk}
    assert ids_of(account, [a_rule("name", "starts_with", "ANNE")]) == {anne.pk}
    assert ids_of(account, [a_rule("name", "contains", "anne")]) == {anne.pk}
    assert ids_of(account, [a_rule("name", "equals", "Cafe de l’Ete")]) == {cafe.pk}
    assert ids_of(account, [a_rule("name", "is_not", "Café de l’Été")]) == {anne.pk}


def test_a_segment_is_one_statement_however_many_rules(django_assert_num_queries: Any) -> None:
    account = an_account()
    a_company(account, tags=("horeca",))
    rules = [a_rule("tag", "equals", str(Tag.objects.get().pk)), a_rule("account_manager", "is_empty")]
    for many in (1, 3):
        with django_assert_num_queries(2):  # the account's tags, the customers
            ids_of(account, rules * many)


def test_counting_three_segments_costs_no_more_than_one(django_assert_num_queries: Any) -> None:
    account = an_account()
    a_company(account)
    segment = Segment(match="all", rules=[a_rule("active", "equals", "yes"), a_rule("on_hold", "equals", "no")])
    for many in (1, 3):
        with django_assert_num_queries(1):
            found = counts([segment] * many, asked=Asked(account, TODAY))
        assert found == [{"contacts": Count(0), "companies": Count(1)}] * many
