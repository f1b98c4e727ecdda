"""What a segment contains is what its rules say, read one by one."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer, Tag
from comptoir.customers.records import add
from comptoir.segments.asked import Asked
from comptoir.segments.counting import Count, counts
from comptoir.segments.fields import FIELDS
from comptoir.segments.matching import matching
from comptoir.segments.models import About, Match, Segment
from comptoir.segments.operators import Entry, Operator
from comptoir.segments.unsaved import Unsaved
from comptoir.transfer.customers import CUSTOMERS
from tests.factories import NOW, TODAY, a_company, a_contact, a_user, an_account, an_invoice
from tests.segments.population import AMOUNTS, NAMES, a_crowd, plain_facts, read_plainly

pytestmark = pytest.mark.django_db

VALUES = {
    Entry.NOTHING: [""],
    Entry.TEXT: ["zoe", "MIDI", "De", "muller & sohne gmbh", "50 %", "%", "_", "dubois anne", "martin.example", *NAMES],
    Entry.AMOUNT: ["0", "0.30", "121", "121.01", "99999999", *AMOUNTS],
    Entry.DAYS: ["0", "1", "29", "30", "31", "36500"],
    Entry.DAYS_AGO: ["0", "1", "2", "30", "36500"],
    Entry.DATE: ["2026-11-24", "2026-11-23", "2026-10-25", "1900-01-01", "2199-12-31"],
}


def a_rule(field: str, operator: str, value: str = "") -> dict[str, str]:
    return {"field": field, "operator": operator, "value": value}


def every_rule(account: Account) -> list[dict[str, str]]:
    """Every field with every operator and every value worth trying."""
    asked = Asked(account, TODAY)
    return [
        a_rule(field.name, operator, value)
        for field in FIELDS[About.CUSTOMER]
        for operator in field.operators
        for value in (VALUES.get(field.entry(operator)) or [*field.choices(asked)][:6])
    ]


def ids_of(account: Account, rules: list[Any], match: str = Match.ALL) -> set[Any]:
    found = matching(Customer.objects.of(account), Unsaved(About.CUSTOMER, match, rules), asked=Asked(account, TODAY))
    listed = list(found.values_list("pk", flat=True))
    assert len(listed) == len(set(listed))
    return set(listed)


@pytest.mark.parametrize("seed", [1, 2])
def test_each_rule_alone_means_what_it_says(seed: int) -> None:
    account = an_account()
    a_crowd(account, seed=seed, size=30)
    facts = plain_facts(account, on=TODAY)
    wrong = [
        rule
        for rule in every_rule(account)
        if ids_of(account, [rule]) != read_plainly(facts, match="all", rules=[rule], on=TODAY)
    ]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
def test_page_count_export_and_plain_reading_agree(seed: int) -> None:
    account = an_account()
    a_crowd(account, seed=seed)
    an_invoice(a_company(an_account(name="Elsewhere")), overdue_by=31)
    rules, facts = every_rule(account), plain_facts(account, on=TODAY)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(match=st.sampled_from(Match.values), chosen=st.lists(st.sampled_from(rules), min_size=1, max_size=5))
    def agree(match: str, chosen: list[dict[str, str]]) -> None:
        expected = read_plainly(facts, match=match, rules=chosen, on=TODAY)
        segment, asked = Segment(match=match, rules=chosen), Asked(account, TODAY)
        found = matching(Customer.objects.of(account), segment, asked=asked)
        assert {row.pk for row in found.contacts()} | {row.pk for row in found.companies()} == expected
        assert {uuid.UUID(row[0]) for row in CUSTOMERS.rows(found, account=account)} == expected
        [count] = counts([segment], asked=asked)
        assert count["contacts"].number + count["companies"].number == len(expected)

    agree()


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
