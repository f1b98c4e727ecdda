"""The overview: everybody of a kind, searched, narrowed, sorted, page after page."""

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comptoir.accounts.models import Account, User
from comptoir.core.text import folded
from comptoir.customers.models import Customer, Kind
from comptoir.segments import keeping
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_member,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db


def names_on(answer: Any) -> list[str]:
    return [customer.name for customer in answer.context["page"].rows]


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def test_each_kind_has_its_own(client: Client, user: User) -> None:
    a_company(user.account, "Midi")
    a_contact(user.account, "Luc Martin")
    a_company(an_account(name="Elsewhere"), "Theirs")
    assert names_on(client.get("/companies/")) == ["Midi"]
    assert names_on(client.get("/contacts/")) == ["Luc Martin"]


def test_deactivated_ones_are_there_with_their_badge(client: Client, user: User) -> None:
    a_company(user.account, "Active")
    a_company(user.account, "Gone", deactivated_at=NOW)
    page = client.get("/companies/")
    assert names_on(page) == ["Active", "Gone"]
    assert page.content.decode().count('<span class="badge amber">Deactivated</span>') == 1


def test_contacts_stand_by_last_name_and_companies_whatever_their_accents(client: Client, user: User) -> None:
    for name in ("Zoë Adam", "Anne Zola", "Luc Éclair"):
        a_contact(user.account, name)
    for name in ("Zürich", "éclair", "Adam"):
        a_company(user.account, name)
    assert names_on(client.get("/contacts/")) == ["Zoë Adam", "Luc Éclair", "Anne Zola"]
    assert names_on(client.get("/companies/")) == ["Adam", "éclair", "Zürich"]
    assert names_on(client.get("/companies/?sort=-name")) == ["Zürich", "éclair", "Adam"]


def test_the_search_narrows_it_and_tells_of_the_other_kind(client: Client, user: User) -> None:
    a_company(user.account, "Martin Frères")
    a_company(user.account, "Midi", email="")
    a_contact(user.account, "Luc Martin")
    page = client.get("/companies/?q=mArtin")
    assert names_on(page) == ["Martin Frères"]
    assert '<a href="/contacts/?q=mArtin">1 contact</a> is found too' in page.content.decode()


def test_a_tag_narrows_it(client: Client, user: User) -> None:
    a_company(user.account, "Midi", tags=("Horeca",))
    a_company(user.account, "Nord")
    assert names_on(client.get("/companies/?tag=horeca")) == ["Midi"]


def test_a_segment_narrows_it(client: Client, user: User) -> None:
    a_company(user.account, "Active")
    a_company(user.account, "Gone", deactivated_at=NOW)
    assert names_on(client.get("/companies/?segment=deactivated")) == ["Gone"]
    rules = [{"field": "name", "operator": "contains", "value": "act"}]
    mine = keeping.create(name="Acts", match="all", rules=rules, by=user, at=NOW)
    assert names_on(client.get(f"/companies/?segment={mine.pk}")) == ["Active"]


def test_a_segment_one_may_not_see_is_not_there(client: Client, user: User) -> None:
    rules = [{"field": "name", "operator": "contains", "value": "a"}]
    colleague, stranger = a_user(user.account), a_user(an_account(name="Elsewhere"))
    private = keeping.create(name="Mine", match="all", rules=rules, by=colleague, at=NOW)
    foreign = keeping.create(name="Theirs", match="all", rules=rules, by=stranger, at=NOW, shared=True)
    for key in (private.pk, foreign.pk, uuid.uuid4(), "nonsense"):
        assert client.get(f"/companies/?segment={key}").status_code == 404


def test_what_is_outstanding_stands_beside_the_name(client: Client, user: User) -> None:
    midi = a_company(user.account)
    an_invoice(midi, total="1210.00", overdue_by=10)
    an_invoice(midi, total="90.00")
    text = re.sub(r"<[^>]+>", " ", client.get("/companies/").content.decode())
    assert "€\xa01,300.00" in text
    assert "1 overdue" in text


def test_the_number_of_statements_does_not_depend_on_the_rows(client: Client, user: User) -> None:
    counts = []
    for number in (1, 3):
        for _one in range(number):
            an_invoice(a_company(user.account, tags=("horeca",), responsible_user=user))
        with CaptureQueriesContext(connection) as queries:
            client.get("/companies/?q=midi")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_overview_says_what_it_is_and_offers_one_thing(client: Client, user: User) -> None:
    page = client.get("/companies/").content.decode()
    assert "No companies yet" in page
    assert "Add the first company" in page
    assert "No contact is found" in client.get("/contacts/?q=nobody").content.decode()


def test_a_member_without_the_right_reads_and_is_offered_no_change(client: Client) -> None:
    account = an_account()
    a_company(account)
    client.force_login(a_member(account))
    page = client.get("/companies/").content.decode()
    assert "Brasserie du Midi SRL" in page
    assert "New company" not in page
    assert 'aria-label="More actions"' not in page


def test_whatever_is_in_the_address_a_page_comes(client: Client, user: User) -> None:
    a_company(user.account)
    for query in (
        "q=%00",
        "sort=secret",
        "after=zzz",
        "before=%F0",
        "after=WyJhIiwgImIiXQ",
        "tag=%00",
        "q=" + "x" * 3000,
    ):
        assert client.get(f"/companies/?{query}").status_code == 200


class Walking(TestCase):
    """Page after page, forth and back, whatever the names, equal ones too."""

    @settings(max_examples=12, deadline=None)
    @given(
        names=st.lists(st.sampled_from(["Adam", "adam", "Éclair", "Zürich", "Midi"]), max_size=12),
        sort=st.sampled_from(["name", "-name", "added", "-added", "updated", "-updated"]),
    )
    def test_walking_all_pages_gives_the_whole_sorted_list_both_ways(self, names: list[str], sort: str) -> None:
        account = an_account()
        Customer.objects.bulk_create(_companies(account, names * 13))  # up to four pages, with many equals
        self.client.force_login(a_user(account))
        forth, last = self._walk(f"/companies/?sort={sort}", "next_url")
        back, _first = self._walk(last, "previous_url")
        field = {"name": "sort_name", "added": "added_at", "updated": "updated_at"}[sort.lstrip("-")]
        sign = "-" if sort.startswith("-") else ""
        whole = list(Customer.objects.of(account).order_by(f"{sign}{field}", f"{sign}pk"))
        assert [row for page in forth for row in page] == whole
        assert [row for page in reversed(back) for row in page] == whole

    def _walk(self, url: str, way: str) -> tuple[list[list[Customer]], str]:
        pages = []
        while True:
            page = self.client.get(url).context["page"]
            pages.append(page.rows)
            if not getattr(page, way):
                return pages, url
            url = "/companies/" + unescape(getattr(page, way))


def _companies(account: Account, names: list[str]) -> list[Customer]:
    return [
        Customer(
            account=account,
            kind=Kind.COMPANY,
            name=name,
            sort_name=folded(name),
            search_text=folded(name),
            language="en",
            added_at=NOW,
            updated_at=NOW,
        )
        for name in names
    ]
