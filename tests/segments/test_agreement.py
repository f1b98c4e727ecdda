"""What a segment contains is what its rules say, read one by one: of every subject, on data drawn at random.

SEGMENT_EXAMPLES makes it try more than the few of every run.
"""

import os
import random
from typing import Any

import pytest

from comptoir.accounts.models import Account
from comptoir.segments.asked import Asked
from comptoir.segments.counting import counts
from comptoir.segments.matching import matching, matching_by_size
from comptoir.segments.models import About
from comptoir.segments.subjects import LISTS
from comptoir.segments.unsaved import Unsaved
from tests.factories import TODAY, a_company, a_deal, a_subscription, an_account, an_invoice
from tests.segments.facts import plain_facts
from tests.segments.population import a_crowd
from tests.segments.reading import Facts, read_plainly
from tests.segments.trying import every_rule, some_rules

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = int(os.environ.get("SEGMENT_EXAMPLES", "25"))


def drawn(seed: int, about: str) -> tuple[Account, Asked, Facts]:
    """An account with a crowd, beside another account, and what can be asked of its rows."""
    elsewhere = a_company(an_account(name="Elsewhere"))
    an_invoice(elsewhere, overdue_by=31)
    a_subscription(elsewhere)
    a_deal(elsewhere)
    account = an_account()
    a_crowd(account, seed=seed, size=20)
    return account, Asked(account, TODAY), plain_facts(account, about, on=TODAY)


def ids_of(asked: Asked, segment: Unsaved) -> list[Any]:
    every = [rows(asked.account) for rows in LISTS[segment.about].values()]
    return [pk for rows in every for pk in matching(rows, segment, asked=asked).values_list("pk", flat=True)]


def ids_by_size(asked: Asked, segment: Unsaved) -> list[Any]:
    """As pages find them: gathered, and the first in their order."""
    every = [matching_by_size(rows(asked.account), segment, asked=asked) for rows in LISTS[segment.about].values()]
    gathered = [row.pk for rows in every for row in rows.order_by()]
    assert [pk for rows in every for pk in rows.order_by("pk").values_list("pk", flat=True)[:100]] == [
        pk for rows in every for pk in sorted(row.pk for row in rows)
    ]
    return gathered


@pytest.mark.parametrize("about", About.values)
def test_each_rule_alone_means_what_it_says(about: str) -> None:
    __, asked, facts = drawn(1, about)
    wrong = [
        rule
        for rule in every_rule(asked, about, facts)
        if set(ids_by_size(asked, Unsaved(about, "all", [rule])))
        != read_plainly(facts, match="all", rules=[rule], on=TODAY)
    ]
    assert wrong == []


@pytest.mark.parametrize("about", About.values)
def test_rules_and_groups_together_contain_each_row_once_and_are_counted_right(about: str) -> None:
    __, asked, facts = drawn(2, about)
    draw, rules = random.Random(2), every_rule(asked, about, facts)
    for _ in range(EXAMPLES):
        match, chosen = some_rules(draw, rules)
        segment = Unsaved(about, match, chosen)
        expected = read_plainly(facts, match=match, rules=chosen, on=TODAY)
        found = ids_of(asked, segment)
        assert (set(found), len(found)) == (expected, len(expected)), (match, chosen)
        assert set(ids_by_size(asked, segment)) == expected
        [count] = counts([segment], asked=asked)
        assert sum(each.number for each in count.values()) == len(expected)
