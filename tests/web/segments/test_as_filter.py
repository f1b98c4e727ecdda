"""A segment filters the overviews, and what is shown can be taken away as a file."""

import csv
import io
import random
import re
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Tag
from comptoir.segments import keeping
from comptoir.segments.asked import Asked
from comptoir.segments.models import About
from tests.factories import NOW, TODAY, a_company, a_contact, a_member, a_user, an_account, an_unknown_id
from tests.segments.facts import plain_facts
from tests.segments.population import a_crowd
from tests.segments.reading import read_plainly
from tests.segments.test_agreement import EXAMPLES as MANY
from tests.segments.trying import every_rule, some_rules
from tests.web.segments.test_pages import a_segment, logged_in

pytestmark = pytest.mark.django_db

EXAMPLES = max(5, MANY // 5)


def ids_shown(client: Client, url: str, **query: str) -> set[str]:
    """The ids of the rows of a list, over all its pages."""
    path, found = url.partition("?")[0], set()
    while url:
        answer = client.get(url, query or None)
        assert answer.status_code == 200
        found |= {str(row.pk) for row in answer.context["page"].rows}
        query, further = {}, answer.context["page"].next_url
        url = f"{path}{further}" if further else ""
    return found


def exported(client: Client, url: str, delimiter: str = ",", **query: str) -> list[dict[str, str]]:
    answer = client.get(url, query or None)
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=delimiter))


@pytest.mark.slow
@pytest.mark.parametrize("about", About.values)
def test_pages_counts_exports_and_a_plain_reading_agree(time_machine: Any, about: str) -> None:
    time_machine.move_to(NOW)
    account, draw = an_account(), random.Random(7)
    a_crowd(account, seed=7, size=30)
    user = a_user(account)
    client = logged_in(user)
    facts = plain_facts(account, about, on=TODAY)
    every = every_rule(Asked(account, TODAY), about, facts)
    for _ in range(EXAMPLES):
        match, rules = some_rules(draw, every)
        segment = a_segment(user, about=about, rules=rules, match=match)
        expected = {str(key) for key in read_plainly(facts, match=match, rules=rules, on=TODAY)}
        page = client.get(f"/segments/{segment.key}/")
        shown, taken = set(), set()
        for each in page.context["lists"]:
            shown |= ids_shown(client, each.url)
            taken |= {row["Id"] for row in exported(client, each.export_url)}
        assert (shown, taken) == (expected, expected), (match, rules)
        counted = re.findall(r"<strong>(\d+) \w+</strong>", page.content.decode())
        assert sum(map(int, counted)) == len(expected)


def test_the_overview_offers_ready_made_own_and_shared_segments_and_shows_the_chosen_one() -> None:
    account = an_account()
    user = a_member(account)
    gone, __ = a_company(account, "Gone Ltd", deactivated_at=NOW), a_company(account, "Still here")
    a_segment(user, name="My own")
    a_segment(a_user(account), name="Of a colleague", shared=True)
    a_segment(a_user(account), name="Secret")
    client = logged_in(user)
    page = client.get("/companies/?segment=deactivated").content.decode()
    assert '<option value="deactivated" selected>Deactivated customers</option>' in page
    assert "Active equals no" in page
    assert "My own" in page
    assert "Of a colleague" in page
    assert "Secret" not in page
    assert "Still here" not in page
    assert '"/companies/export.csv?segment=deactivated"' in page
    assert ids_shown(client, "/companies/", segment="deactivated") == {str(gone.pk)}


def test_a_foreign_private_unknown_or_nonsensical_segment_is_missing() -> None:
    account = an_account()
    foreign = a_segment(a_user(an_account(name="Elsewhere")), shared=True)
    private = a_segment(a_member(account))
    client = logged_in(a_user(account))
    for key in (foreign.key, private.key, an_unknown_id(), "nonsense", "\0"):
        for url in ("/contacts/", "/companies/export.csv"):
            assert client.get(url, {"segment": key}).status_code == 404


def test_the_overview_costs_as_many_queries_with_three_rules_as_with_one(
    django_assert_max_num_queries: Any,
) -> None:
    account = an_account()
    user = a_member(account)
    a_company(account, tags=("horeca",))
    rule = {"field": "tag", "operator": "equals", "value": str(Tag.objects.get().pk)}
    segments = [a_segment(user, rules=[rule] * many) for many in (1, 3)]
    client = logged_in(user)
    numbers = []
    for segment in segments:
        with django_assert_max_num_queries(20) as queries:
            client.get("/companies/", {"segment": segment.key})
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_an_export_follows_the_search_and_the_reader_s_language() -> None:
    account = an_account()
    a_contact(account, "Luc Martin")
    a_contact(account, "=1+1 Anne", email="")
    a_company(an_account(name="Elsewhere"), "Foreign")
    client = logged_in(a_member(account))
    assert [row["Name"] for row in exported(client, "/contacts/export.csv")] == ["'=1+1 Anne", "Luc Martin"]
    assert [row["Name"] for row in exported(client, "/contacts/export.csv", q="martin")] == ["Luc Martin"]
    assert exported(client, "/companies/export.csv") == []
    french: User = a_member(account, language="fr")
    answer = logged_in(french).get("/contacts/export.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="contacts-' in answer.headers["Content-Disposition"]
    assert b";Luc Martin;" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_segment_that_broke_shows_nobody() -> None:
    account = an_account()
    user = a_member(account)
    a_company(account, tags=("horeca",))
    rule = {"field": "tag", "operator": "is_not", "value": str(Tag.objects.get().pk)}
    segment = keeping.create(name="Broken", match="all", rules=[rule], by=user, at=NOW)
    Tag.objects.all().delete()
    client = logged_in(user)
    assert ids_shown(client, "/companies/", segment=segment.key) == set()
    assert "This tag no longer exists." in client.get("/companies/", {"segment": segment.key}).content.decode()
