"""Quotations on the pages of others."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from comptoir.accounts.models import User
from comptoir.web.context import frame
from comptoir.web.quotations import parts
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_quotation

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf: RequestFactory) -> Any:
    def request_of(user: User | AnonymousUser) -> HttpRequest:
        request = rf.get("/")
        request.user = user
        return request

    return request_of


def shown(request: HttpRequest, of: str, thing: Any) -> str:
    context = {of: thing, **getattr(parts, f"of_{of}")(request, thing)}
    return render_to_string(f"quotations/_of_{of}.html", context | frame(request), request)


@pytest.mark.parametrize("of", ["customer", "deal"])
def test_each_quotation_says_what_it_is_how_it_stands_and_what_it_comes_to(
    of: str, user: User, request_of: Any
) -> None:
    deal = a_deal(a_company(user.account))
    quotation = a_quotation(deal, total="1210.00", monthly="121.00", expires_after=dt.date(2026, 12, 24))
    part = shown(request_of(user), of, deal if of == "deal" else deal.customer)
    for words in ("Terrace with heating", quotation.reference, "24 Dec 2026", "€\xa01,210.00", "+ €\xa0121.00/month"):
        assert words in part
    assert "amber" not in part


def test_one_that_is_past_its_day_stands_out(user: User, request_of: Any) -> None:
    deal = a_deal(a_company(user.account))
    a_quotation(deal, expires_after=TODAY - dt.timedelta(days=1))
    part = shown(request_of(user), "deal", deal)
    assert ">Expired<" in part
    assert 'class="nowrap amber-text"' in part


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({}, "Open"),
        ({"sent_at": NOW}, "Sent"),
        ({"sent_at": NOW, "opened_at": NOW}, "Opened"),
        ({"status": "accepted"}, "Accepted"),
        ({"status": "rejected"}, "Refused"),
        ({"status": "closed"}, "Closed"),
        ({"status": "closed", "expires_after": dt.date(2026, 1, 1)}, "Closed"),
    ],
)
def test_one_word_says_how_it_stands(facts: dict[str, Any], word: str, user: User, request_of: Any) -> None:
    deal = a_deal(a_company(user.account))
    a_quotation(deal, **facts)
    assert f">{word}</span>" in shown(request_of(user), "deal", deal)


def test_only_what_recurs_needs_no_zero_before_it(user: User, request_of: Any) -> None:
    deal = a_deal(a_company(user.account))
    cycle = {"unit": "month", "period": 3, "tax_exclusive": "100.00", "tax_inclusive": "121.00", "taxes": []}
    a_quotation(deal, total="0.00", recurring=[cycle])
    part = shown(request_of(user), "deal", deal)
    assert "€\xa0121.00/3 months" in part
    assert "€\xa00.00" not in part


@pytest.mark.parametrize("of", ["customer", "deal"])
def test_without_any_it_says_what_comes_here(of: str, user: User, request_of: Any) -> None:
    deal = a_deal(a_company(user.account))
    thing = deal if of == "deal" else deal.customer
    new = f"/quotations/new/?{of}={thing.pk}"
    assert "No quotations yet" in shown(request_of(user), of, thing)
    assert new in shown(request_of(user), of, thing)
    assert new not in shown(request_of(a_member(user.account)), of, thing)


def test_they_cost_the_same_for_one_and_for_three(user: User, request_of: Any, django_assert_num_queries: Any) -> None:
    deal = a_deal(a_company(user.account))
    for number in (1, 2):
        for __ in range(number):
            a_quotation(deal)
        with django_assert_num_queries(2):
            shown(request_of(user), "deal", deal)
