"""The list of quotations: tabs, search, order, walls."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.quotations.models import Quotation
from comptoir.web.links import url_of
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_quotation, a_user, an_account
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


def listed(client: Client, query: str = "") -> list[Quotation]:
    return list(client.get(f"/quotations/{query}").context["page"].rows)


def test_each_tab_shows_its_quotations(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    open_ended, lasting = a_quotation(deal), a_quotation(deal, expires_after=TODAY)
    past = a_quotation(deal, expires_after=YESTERDAY)
    yes, no, closed = (
        a_quotation(deal, status=status, expires_after=YESTERDAY) for status in ("accepted", "rejected", "closed")
    )
    assert set(listed(client)) == {open_ended, lasting, past, yes, no, closed}
    assert set(listed(client, "?status=open")) == {open_ended, lasting}
    assert listed(client, "?status=expired") == [past]
    assert listed(client, "?status=accepted") == [yes]
    assert listed(client, "?status=refused") == [no]
    assert listed(client, "?status=closed") == [closed]


def test_the_tabs_say_how_many_wait_for_an_answer(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    a_quotation(deal, expires_after=YESTERDAY)
    a_quotation(deal, status="accepted")
    tabs = client.get("/quotations/").context["tabs"]
    assert {str(tab["label"]): tab["count"] for tab in tabs} == {
        "All": "",
        "Open": "0",
        "Expired": "1",
        "Accepted": "",
        "Refused": "",
        "Closed": "",
    }


def test_they_are_sorted_by_newest_amount_and_last_day(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    first = a_quotation(deal, total="300.00", expires_after=TOMORROW, created_at=NOW)
    second = a_quotation(deal, total="100.00", created_at=NOW + dt.timedelta(hours=1))
    third = a_quotation(deal, total="200.00", expires_after=TODAY, created_at=NOW + dt.timedelta(hours=2))
    assert listed(client) == [third, second, first]
    assert listed(client, "?sort=created") == [first, second, third]
    assert listed(client, "?sort=-amount") == [first, third, second]
    assert listed(client, "?sort=until") == [third, first, second]
    assert listed(client, "?sort=-until") == [second, first, third]


def test_the_next_page_begins_where_this_one_ends(client: Client, user: User, monkeypatch: Any) -> None:
    monkeypatch.setattr("comptoir.web.paging.page.__kwdefaults__", {"size": 1, "tie": "pk", "rows": None})
    deal = a_deal(a_company(user.account))
    endless, soon = a_quotation(deal), a_quotation(deal, expires_after=TODAY)
    answer = client.get("/quotations/?sort=until")
    assert list(answer.context["page"].rows) == [soon]
    assert listed(client, answer.context["page"].next_url) == [endless]


@pytest.mark.parametrize("query", ["terrace", "2026/77", "midi", "brasserie midi"])
def test_a_quotation_is_found_by_what_stands_on_it(client: Client, user: User, query: str) -> None:
    found = a_quotation(a_deal(a_company(user.account)), reference="2026/777", number=777)
    a_quotation(a_deal(a_company(user.account, "Zaal Noord", email="")), name="Curtains", reference="2025/1")
    assert listed(client, f"?q={query}") == [found]


def test_tabs_keep_the_search_and_the_search_keeps_the_tab(client: Client, user: User) -> None:
    a_quotation(a_deal(a_company(user.account)))
    page = text_of(client.get("/quotations/?status=open&q=terrace&sort=amount&after=x"))
    assert 'href="?status=closed&amp;q=terrace&amp;sort=amount"' in page
    assert '<input type="hidden" name="status" value="open">' in page
    assert 'href="?status=open&amp;sort=amount"' in page


def test_those_of_another_account_are_neither_listed_nor_counted(client: Client, user: User) -> None:
    a_quotation(a_deal(a_company(a_user(an_account(name="Other")).account)))
    answer = client.get("/quotations/?q=midi")
    assert list(answer.context["page"].rows) == []
    assert {tab["count"] for tab in answer.context["tabs"]} == {"", "0"}


def test_a_deactivated_customer_is_marked(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account, deactivated_at=NOW)))
    page = text_of(client.get("/quotations/"))
    assert url_of(quotation) in page
    assert '<span class="badge amber">Deactivated</span>' in page


def test_without_any_the_page_says_what_they_are_and_offers_one(client: Client, user: User) -> None:
    page = text_of(client.get("/quotations/"))
    assert "No quotations yet" in page
    assert page.count('href="/quotations/new/"') == 2
    client.force_login(a_member(user.account))
    assert "/quotations/new/" not in text_of(client.get("/quotations/"))


@pytest.mark.parametrize("status", ["open", "expired", "accepted", "refused", "closed"])
def test_an_empty_tab_says_what_would_come_there(client: Client, user: User, status: str) -> None:
    a_quotation(a_deal(a_company(user.account)), status="closed" if status != "closed" else "open")
    page = text_of(client.get(f"/quotations/?status={status}"))
    assert '<div class="empty">' in page
    assert "Show all quotations" in page


def test_three_quotations_take_as_many_queries_as_one(client: Client, user: User) -> None:
    a_quotation(a_deal(a_company(user.account)), monthly="12.10")
    client.get("/quotations/")
    for_one = queries_of(client, "/quotations/")
    for n in range(2):
        a_quotation(a_deal(a_company(user.account, f"Company {n}")), monthly="12.10")
    assert queries_of(client, "/quotations/") == for_one


@pytest.mark.parametrize("query", ["?status=unknown", "?after=nonsense", "?before=x", "?q=%00", "?sort=deal"])
def test_addresses_that_nobody_typed_show_the_list(client: Client, user: User, query: str) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    assert listed(client, query) == [quotation]
