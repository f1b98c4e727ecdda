"""The deals and quotations on the start page."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.quotations.models import Quotation
from tests.factories import NOW, TODAY, a_company, a_deal, a_quotation, a_user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def resting(client: Client) -> list[tuple[str, int]]:
    return [(deal.title, days) for deal, days in client.get("/today/").context["resting"]]


def test_ones_own_deals_that_rest_too_long_the_longest_first(client: Client, sofie: User) -> None:
    customer, colleague = a_company(sofie.account), a_user(sofie.account)
    a_deal(customer, "Terrace", responsible_user=sofie, inactive_for=20)
    a_deal(customer, "Cellar", responsible_user=sofie, inactive_for=40)
    a_deal(customer, "Fresh", responsible_user=sofie, inactive_for=1)
    a_deal(customer, "Colleague’s", responsible_user=colleague, inactive_for=40)
    a_deal(customer, "Won", responsible_user=sofie, inactive_for=40, status="won")
    assert resting(client) == [("Cellar", 40), ("Terrace", 20)]
    page = client.get("/today/").text
    assert "40 days inactive" in page
    assert "/deals/list/?who=mine&amp;attention=1" not in page


def test_five_of_more_and_the_way_to_all(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    for number in range(6):
        a_deal(customer, f"Deal {number}", responsible_user=sofie, inactive_for=50 - number)
    assert [title for title, __ in resting(client)] == [f"Deal {number}" for number in range(5)]
    assert "/deals/list/?who=mine&amp;attention=1" in client.get("/today/").text
    assert len(client.get("/deals/list/?who=mine&attention=1").context["page"].rows) == 6


def quotation(user: User, name: str, **facts: object) -> Quotation:
    deal = a_deal(a_company(user.account), responsible_user=user)
    if facts.get("status") in ("accepted", "rejected"):
        facts = {"answered_at": NOW, "answered_name": "Luc Martin"} | facts
    return a_quotation(deal, name=name, **facts)


def named(client: Client, which: str) -> list[str]:
    return [each.name for each in client.get("/today/").context[which]]


def test_quotations_that_run_out_within_a_week(client: Client, sofie: User) -> None:
    for days in (-1, 7, 0, 8):
        quotation(sofie, f"in {days}", expires_after=TODAY + days * DAY)
    quotation(sofie, "without end", expires_after=None)
    quotation(sofie, "answered", expires_after=TODAY, status="accepted")
    quotation(a_user(sofie.account), "colleague’s", expires_after=TODAY)
    assert named(client, "expiring") == ["in 0", "in 7"]
    page = client.get("/today/").text
    assert ("Valid until today" in page, "Valid until 1 Dec" in page) == (True, True)


def test_quotations_that_were_answered_within_a_week(client: Client, sofie: User) -> None:
    quotation(sofie, "refused", status="rejected", answered_at=NOW - 6 * DAY)
    quotation(sofie, "accepted", status="accepted", answered_at=NOW - DAY)
    quotation(sofie, "long ago", status="accepted", answered_at=NOW - 8 * DAY)
    quotation(a_user(sofie.account), "colleague’s", status="accepted")
    assert named(client, "answered") == ["accepted", "refused"]
    page = client.get("/today/").text
    assert ("Accepted" in page, "Refused" in page) == (True, True)
