"""What the list of subscriptions can be narrowed to."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.subscriptions.models import Subscription
from tests.factories import NOW, a_company, a_department, a_subscription, a_user, an_account
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str) -> list[str]:
    return sorted(row.title for row in client.get(f"/subscriptions/{query}").context["page"].rows)


def test_by_customer_department_cycle_generation_and_account_manager(client: Client, user: User) -> None:
    colleague, second = a_user(user.account), a_department(user.account)
    midi = a_company(user.account, "Midi", responsible_user=user)
    nord = a_company(user.account, "Nord", responsible_user=colleague)
    a_subscription(midi, title="A", unit="month", period=3, generation="draft")
    a_subscription(nord, title="B", unit="year", department=second)
    a_subscription(a_company(user.account, "Lone"), title="C")
    for query, expected in {
        f"?customer={midi.pk}": ["A"],
        f"?department={second.pk}": ["B"],
        "?cycle=month+3": ["A"],
        "?generation=draft": ["A"],
        "?who=mine": ["A"],
        f"?who={colleague.pk}": ["B"],
        "?who=nobody": ["C"],
        "?cycle=nonsense&who=nonsense&generation=nonsense": ["A", "B", "C"],
        "?who=mine&cycle=year+1": [],
    }.items():
        assert titles(client, query) == expected, query
    assert "No subscription is found" in text_of(client.get("/subscriptions/?who=mine&cycle=year+1"))


def test_a_foreign_customer_or_department_is_missing(client: Client, user: User) -> None:
    other = a_company(an_account())
    assert client.get(f"/subscriptions/?customer={other.pk}").status_code == 404
    assert client.get(f"/subscriptions/?department={a_department(other.account).pk}").status_code == 404


def test_what_is_paused_or_ending_has_a_tab_and_its_day(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_subscription(midi, title="Runs")
    paused = a_subscription(midi, title="Paused")
    Subscription.objects.filter(pk=paused.pk).update(paused_at=NOW, bill_on=None, paused_until=dt.date(2027, 2, 14))
    a_subscription(midi, title="Ending", next_on=None, deactivates_on=dt.date(2027, 1, 1))
    assert titles(client, "?tab=active") == ["Runs"]
    assert titles(client, "?tab=paused") == ["Paused"]
    assert titles(client, "?tab=ending") == ["Ending"]
    assert titles(client, "?tab=all") == ["Ending", "Paused", "Runs"]
    page = text_of(client.get("/subscriptions/?tab=paused"))
    assert "14 Feb 2027" in page
    assert "1 Mar 2027" in page
    assert "1 Jan 2027" in text_of(client.get("/subscriptions/?tab=ending"))


def test_it_is_sorted_by_what_comes_in_per_month(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_subscription(midi, title="A", total="1210.00", unit="year")
    a_subscription(midi, title="B", total="121.00")
    a_subscription(midi, title="C", total="48.40", unit="week")
    rows = client.get("/subscriptions/?sort=-monthly").context["page"].rows
    assert [row.title for row in rows] == ["C", "B", "A"]
    assert "€\xa0173.33" in text_of(client.get("/subscriptions/"))


def test_pages_sorted_by_what_comes_in_follow_each_other_without_loss(client: Client, user: User) -> None:
    midi = a_company(user.account)
    for n in range(60):
        a_subscription(midi, title=f"Rental {n}", total=f"{100 + n // 2}.37", unit="week")
    first = client.get("/subscriptions/?sort=-monthly").context["page"]
    second = client.get("/subscriptions/" + first.next_url).context["page"]
    assert len({row.pk for row in [*first.rows, *second.rows]}) == 60


def test_without_subscriptions_in_the_plan_only_what_is_left_can_be_read(client: Client) -> None:
    user = a_user(an_account(plan=Plan.GO))
    client.force_login(user)
    midi = a_company(user.account)
    a_subscription(midi, title="Former", next_on=None, deactivated_at=NOW)
    a_subscription(midi, title="Run out", next_on=None)
    assert titles(client, "") == ["Former", "Run out"]
    assert titles(client, "?tab=active") == ["Former", "Run out"]
    page = text_of(client.get("/subscriptions/"))
    for offered in (
        "/subscriptions/revenue/",
        "/subscriptions/calendar/",
        "/subscriptions/new/",
        "/subscriptions/index/",
    ):
        assert offered not in page
