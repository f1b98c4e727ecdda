"""The page of recurring revenue and the movements behind its figures."""

import datetime as dt
import re

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.subscriptions import movements
from comptoir.subscriptions.models import Subscription
from tests.factories import NOW, a_company, a_subscription, a_user, an_account
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db


def lost(subscription: Subscription, on: dt.date, reason: str) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(next_period_on=None, bill_on=None, deactivated_at=NOW)
    subscription.refresh_from_db()
    movements.note([subscription], on=on, at=NOW, reason=reason)


def test_it_says_what_comes_in_what_changed_and_why_it_was_lost(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_subscription(midi, starts_on=dt.date(2026, 3, 1), total="1210.00")
    lost(a_subscription(midi, starts_on=dt.date(2025, 3, 1)), dt.date(2026, 10, 5), "bankruptcy")
    page = text_of(client.get("/subscriptions/revenue/"))
    for words in ("€\xa01,000.00", "€\xa0900.00", "Bankruptcy", "100\xa0%", "October 2026", "−100.00", "so far"):
        assert words in page, words


def test_every_figure_leads_to_the_movements_behind_it(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_subscription(midi, starts_on=dt.date(2026, 3, 1), title="Kept")
    lost(a_subscription(midi, starts_on=dt.date(2026, 4, 1), title="Lost"), dt.date(2026, 10, 5), "bankruptcy")
    page = text_of(client.get("/subscriptions/revenue/"))
    links = {each.replace("&amp;", "&") for each in re.findall(r'"(/subscriptions/revenue/movements/[^"]*)"', page)}
    assert len(links) > 5
    for link in links:
        assert client.get(link).context["page"].rows, link
    (churn,) = (link for link in links if "reason=bankruptcy" in link)
    behind = client.get(churn)
    assert [row.subscription.title for row in behind.context["page"].rows] == ["Lost"]
    assert "−€\xa0100.00 per month" in text_of(behind) or "€\xa0−100.00 per month" in text_of(behind)


def test_what_is_known_to_come_is_said(client: Client, user: User) -> None:
    a_subscription(a_company(user.account), starts_on=dt.date(2026, 1, 1))
    a_subscription(a_company(user.account), starts_on=dt.date(2026, 12, 1), total="242.00")
    page = text_of(client.get("/subscriptions/revenue/"))
    assert "Known to change after today" in page
    assert "New €\xa0200.00" in page


def test_each_currency_and_span_can_be_asked_for(client: Client, user: User) -> None:
    a_subscription(a_company(user.account), starts_on=dt.date(2026, 1, 1))
    a_subscription(a_company(user.account), starts_on=dt.date(2026, 1, 1), currency="CHF")
    for months in ("12", "24", "36", "nonsense"):
        shown = client.get(f"/subscriptions/revenue/?months={months}&currency=CHF")
        assert shown.context["revenue"].currency == "CHF"
        assert len(shown.context["rows"]) == (int(months) if months.isdigit() else 12)


def test_without_any_it_says_what_will_stand_here(client: Client, user: User) -> None:
    a_subscription(a_company(an_account()), starts_on=dt.date(2026, 1, 1))
    assert "Nothing recurs yet" in text_of(client.get("/subscriptions/revenue/"))
    assert "Nothing changed" in text_of(client.get("/subscriptions/revenue/movements/"))


@pytest.mark.parametrize("address", ["revenue/", "revenue/movements/", "calendar/"])
def test_a_plan_without_subscriptions_has_no_such_page(client: Client, address: str) -> None:
    client.force_login(a_user(an_account(plan=Plan.GO)))
    assert client.get(f"/subscriptions/{address}").status_code != 200


@pytest.mark.parametrize("address", ["revenue/", "revenue/movements/"])
def test_three_cost_as_many_queries_as_one(client: Client, user: User, address: str) -> None:
    a_subscription(a_company(user.account), starts_on=dt.date(2026, 1, 1))
    one = queries_of(client, f"/subscriptions/{address}")
    for n in range(2):
        a_subscription(a_company(user.account, f"Company {n}"), starts_on=dt.date(2026, 2 + n, 1))
    assert queries_of(client, f"/subscriptions/{address}") == one
