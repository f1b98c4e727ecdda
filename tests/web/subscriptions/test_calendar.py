"""The calendar of the invoices that subscriptions will make."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.subscriptions.models import Subscription
from tests.factories import NOW, a_company, a_subscription, an_account
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db
CALENDAR = "/subscriptions/calendar/"


def test_each_day_says_how_many_and_how_much(client: Client, user: User) -> None:
    midi = a_company(user.account)
    for currency in ("EUR", "EUR", "CHF"):
        a_subscription(midi, currency=currency)
    shown = client.get(f"{CALENDAR}?month=2026-12")
    assert [(each.on, each.count) for each in shown.context["inside"]] == [(dt.date(2026, 12, 1), 3)]
    page = text_of(shown)
    assert "December 2026" in page
    assert "€\xa0242.00" in page
    assert "CHF\xa0121.00" in page


def test_a_day_lists_who_is_billed(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_subscription(midi, title="On the first")
    a_subscription(midi, title="On the second", next_on=dt.date(2026, 12, 2))
    a_subscription(a_company(an_account()), title="Elsewhere")
    shown = client.get(f"{CALENDAR}?month=2027-02&day=2027-02-01")
    assert [row.title for row in shown.context["page"].rows] == ["On the first"]


def test_what_is_missed_is_billed_when_the_pause_ends_by_itself(client: Client, user: User) -> None:
    paused = a_subscription(a_company(user.account), missed_periods="each")
    Subscription.objects.filter(pk=paused.pk).update(paused_at=NOW, bill_on=None, paused_until=dt.date(2027, 2, 14))
    shown = client.get(f"{CALENDAR}?month=2027-02&day=2027-02-14")
    assert [(each.on, each.count) for each in shown.context["inside"]] == [(dt.date(2027, 2, 14), 3)]
    assert "3 ×" in text_of(shown)


def test_it_goes_from_this_month_to_the_same_next_year(client: Client, user: User) -> None:
    first, last = client.get(CALENDAR), client.get(f"{CALENDAR}?month=2027-11")
    assert (first.context["previous_url"], first.context["next_url"]) == ("", "?month=2026-12")
    assert (last.context["previous_url"], last.context["next_url"]) == ("?month=2027-10", "")
    for asked in ("2026-10", "2027-12", "nonsense"):
        assert client.get(f"{CALENDAR}?month={asked}&day=nonsense").context["month"] == dt.date(2026, 11, 1)


def test_what_was_due_before_today_is_said(client: Client, user: User) -> None:
    a_subscription(a_company(user.account), next_on=dt.date(2026, 11, 20))
    assert "1 subscription has invoices that were to be made before today" in text_of(client.get(CALENDAR))


def test_three_cost_as_many_queries_as_one(client: Client, user: User) -> None:
    address = f"{CALENDAR}?month=2026-12&day=2026-12-01"
    a_subscription(a_company(user.account))
    one = queries_of(client, address)
    for n in range(2):
        a_subscription(a_company(user.account, f"Company {n}"), period=2)
    assert queries_of(client, address) == one
