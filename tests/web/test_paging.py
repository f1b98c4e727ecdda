"""Pages of long lists."""

import pytest
from django.test import RequestFactory

from comptoir.customers.models import Customer
from comptoir.web import paging
from tests.factories import a_company, an_account

pytestmark = pytest.mark.django_db

SORTS = {"name": "sort_name", "added": "added_at"}


@pytest.fixture
def companies():
    account = an_account()
    for name in ("Alfa", "Beta", "Beta", "Delta", "Gamma"):
        a_company(account, name)
    return Customer.objects.of(account)


def page(companies, query="", size=2):
    return paging.page(RequestFactory().get(f"/{query}"), companies, sorts=SORTS, default="name", size=size)


def names(page):
    return [row.name for row in page.rows]


def test_going_forth_and_back_shows_every_row_once(companies):
    first = page(companies)
    second = page(companies, first.next_url)
    third = page(companies, second.next_url)
    assert [names(each) for each in (first, second, third)] == [["Alfa", "Beta"], ["Beta", "Delta"], ["Gamma"]]
    assert (first.previous_url, third.next_url) == ("", "")
    assert names(page(companies, third.previous_url)) == ["Beta", "Delta"]
    back = page(companies, second.previous_url)
    assert (names(back), back.previous_url) == (["Alfa", "Beta"], "")


def test_the_other_way_round(companies):
    first = page(companies, "?sort=-name")
    assert names(first) == ["Gamma", "Delta"]
    assert names(page(companies, first.next_url)) == ["Beta", "Beta"]


def test_equal_rows_are_told_apart_by_their_ids(companies):
    first = page(companies, "?sort=added")
    second = page(companies, first.next_url)
    assert len({row.pk for row in first.rows + second.rows}) == 4


def test_the_rest_of_the_query_is_kept(companies):
    assert page(companies, "?q=x&sort=-name").next_url.startswith("?q=x&sort=-name&after=")


@pytest.mark.parametrize(
    "query", ["?after=nonsense", "?before=%00", "?after=W10=", "?after=WzEsIDJd", "?sort=password"]
)
def test_a_cursor_or_a_sort_that_nobody_made_means_the_first_page(companies, query):
    assert names(page(companies, query)) == ["Alfa", "Beta"]


def test_the_number_of_rows_is_exact_until_it_does_not_matter(companies, monkeypatch):
    assert page(companies).count_text == "5 in all"
    monkeypatch.setattr(paging, "CAP", 3)
    assert page(companies).count_text == "More than 3"


@pytest.mark.parametrize("cap", [3, 10])
def test_few_that_are_gathered_first_and_many_that_are_not_stand_in_the_same_order(companies, monkeypatch, cap):
    monkeypatch.setattr(paging, "CAP", cap)
    narrowed = companies.exclude(name="Alfa")
    get = RequestFactory().get
    first = paging.page(get("/"), narrowed, sorts=SORTS, default="name", size=3, rows=companies)
    second = paging.page(get(f"/{first.next_url}"), narrowed, sorts=SORTS, default="name", size=3, rows=companies)
    assert [names(each) for each in (first, second)] == [["Beta", "Beta", "Delta"], ["Gamma"]]


def test_a_page_takes_two_statements(companies, django_assert_num_queries):
    with django_assert_num_queries(2):
        page(companies)
