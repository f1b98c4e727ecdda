"""The list of subscriptions."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from tests.factories import NOW, a_company, a_contact, a_deactivated_subscription, a_subscription, a_user, an_account
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db


def titles(client: Client, address: str) -> list[str]:
    return [row.title for row in client.get(address).context["page"].rows]


def test_each_tab_has_its_own(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_subscription(midi, title="Later", next_on=dt.date(2027, 1, 1))
    a_subscription(midi, title="Sooner")
    a_subscription(midi, title="Run out", next_on=None, ends_on=dt.date(2026, 6, 30))
    a_deactivated_subscription(midi, title="Stopped", deactivated_by=user)
    assert titles(client, "/subscriptions/") == ["Sooner", "Later"]
    assert titles(client, "/subscriptions/?tab=deactivated") == ["Stopped"]
    assert titles(client, "/subscriptions/?tab=ended") == ["Run out"]
    assert sorted(titles(client, "/subscriptions/?tab=all")) == ["Later", "Run out", "Sooner", "Stopped"]
    assert titles(client, "/subscriptions/?tab=nonsense") == ["Sooner", "Later"]


def test_a_row_says_for_whom_how_often_when_and_how_much(client: Client, user: User) -> None:
    midi = a_company(user.account, responsible_user=user, deactivated_at=NOW)
    a_subscription(midi, unit="month", period=3, days_in_advance=7)
    page = text_of(client.get("/subscriptions/"))
    for words in (
        "Terrace heating",
        "Brasserie du Midi SRL",
        "Deactivated",
        "every 3 months",
        "24 Nov 2026",
        "Sofie Vermeulen",
        "€\xa0121.00",
        "€\xa033.33 per month without VAT",
        "1 running subscription, next invoice",
    ):
        assert words in page


def test_it_is_searched_by_title_and_by_customer(client: Client, user: User) -> None:
    a_subscription(a_company(user.account), title="Terrace heating")
    a_subscription(a_contact(user.account, "Hélène Dubois"), title="Piano lessons")
    assert titles(client, "/subscriptions/?q=piano") == ["Piano lessons"]
    assert titles(client, "/subscriptions/?q=helene") == ["Piano lessons"]
    assert titles(client, "/subscriptions/?q=nothing") == []
    assert "No subscription is found" in text_of(client.get("/subscriptions/?q=nothing\0"))


def test_each_sort_order_is_followed(client: Client, user: User) -> None:
    a_subscription(a_company(user.account, "Beta"), title="A", total="242.00")
    a_subscription(a_company(user.account, "Alpha"), title="B", total="121.00")
    for sort, expected in {"title": "AB", "-title": "BA", "customer": "BA", "amount": "BA", "-amount": "AB"}.items():
        assert "".join(titles(client, f"/subscriptions/?sort={sort}")) == expected
    assert len(titles(client, "/subscriptions/?tab=all&sort=next")) == 2


def test_pages_follow_each_other_without_loss(client: Client, user: User) -> None:
    midi = a_company(user.account)
    for n in range(51):
        a_subscription(midi, title=f"Rental {n}")
    first = client.get("/subscriptions/").context["page"]
    second = client.get("/subscriptions/" + first.next_url).context["page"]
    assert len({row.pk for row in [*first.rows, *second.rows]}) == 51


def test_without_any_it_says_what_they_are(client: Client, user: User) -> None:
    page = text_of(client.get("/subscriptions/"))
    assert "No subscriptions yet" in page
    assert "/subscriptions/new/" in page


def test_a_member_without_the_right_sees_them_and_is_offered_nothing(client: Client, user: User, member: User) -> None:
    a_subscription(a_company(user.account))
    page = text_of(client.get("/subscriptions/"))
    assert "Terrace heating" in page
    for offered in ("/subscriptions/new/", "/edit/", "/deactivate/", "/duplicate/"):
        assert offered not in page


def test_another_accounts_are_not_seen(client: Client, user: User) -> None:
    other = a_user(an_account())
    a_subscription(a_company(other.account))
    assert titles(client, "/subscriptions/?tab=all") == []


def test_three_rows_cost_as_many_queries_as_one(client: Client, user: User) -> None:
    a_subscription(a_company(user.account, responsible_user=user))
    one = queries_of(client, "/subscriptions/?tab=all")
    for n in range(2):
        a_subscription(a_company(user.account, f"Company {n}", responsible_user=a_user(user.account)))
    assert queries_of(client, "/subscriptions/?tab=all") == one
