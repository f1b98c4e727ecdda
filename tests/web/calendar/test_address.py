"""The secret address of one's calendar, in "My settings"."""

import re

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.followups.feed import make_feed
from comptoir.followups.models import CalendarFeed
from tests.factories import NOW, a_user

pytestmark = pytest.mark.django_db


def shown(client: Client) -> str:
    """The address in the field; empty when there is no field."""
    found = re.search(r'<input id="calendar-address-text".*?value="([^"]*)"', client.get("/settings/").text, re.S)
    return found[1] if found else ""


def fetched(address: str) -> int:
    return Client().get(address.removeprefix("http://127.0.0.1:8000")).status_code


def test_an_address_is_made_shown_and_works(client: Client, jan: User) -> None:
    assert shown(client) == ""
    answer = client.post("/calendar/address/")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/#calendar-address")
    assert "The address is ready." in client.get("/settings/").text
    token = CalendarFeed.objects.get(user=jan).token
    assert shown(client) == f"http://127.0.0.1:8000/calendar/{token}.ics"
    assert fetched(shown(client)) == 200


def test_a_new_address_stops_the_old_one_at_once(client: Client, jan: User) -> None:
    client.post("/calendar/address/")
    old = shown(client)
    client.post("/calendar/address/")
    assert "The new address is ready; the old one has stopped." in client.get("/settings/").text
    assert (fetched(old), fetched(shown(client))) == (404, 200)


def test_a_revoked_address_stops_at_once(client: Client, jan: User) -> None:
    client.post("/calendar/address/")
    old = shown(client)
    client.post("/calendar/address/revoke/")
    assert "The address has stopped." in client.get("/settings/").text
    assert (shown(client), fetched(old)) == ("", 404)
    client.post("/calendar/address/revoke/")
    assert list(Activity.objects.order_by("kind").values_list("kind", flat=True)) == [
        "calendar_feed.made",
        "calendar_feed.revoked",
    ]


def test_it_is_ones_own_only(client: Client, jan: User) -> None:
    colleague = a_user(jan.account)
    make_feed(colleague, at=NOW)
    assert shown(client) == ""
    client.post("/calendar/address/revoke/")
    assert CalendarFeed.objects.filter(user=colleague).exists()


def test_only_a_post_does_something_and_only_after_a_log_in(client: Client, jan: User) -> None:
    for path in ("/calendar/address/", "/calendar/address/revoke/"):
        assert client.get(path).status_code == 405
        assert Client().post(path)["Location"].startswith("/login/")
    assert not CalendarFeed.objects.exists()
