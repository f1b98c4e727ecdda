"""The door for calendar programs."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from comptoir.accounts.models import User
from comptoir.followups.feed import make_feed, revoke_feed
from comptoir.followups.models.feed import new_token
from tests.factories import NOW, TODAY, a_call, a_company, a_meeting, a_task, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Client:
    """It never logs in."""
    return Client()


def address(user: User) -> str:
    return f"/calendar/{make_feed(user, at=NOW).token}.ics"


def test_a_program_gets_the_users_follow_ups_without_a_log_in(program: Client, jan: User) -> None:
    customer = a_company(jan.account)
    a_task(customer, jan, "Send the drawings"), a_task(customer, a_user(jan.account), "The colleague’s")
    answer = program.get(address(jan))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    [event] = Calendar.from_ical(answer.content).events
    assert (event["SUMMARY"], event["DTSTART"].dt) == ("Send the drawings", TODAY)


def test_nobody_keeps_a_copy_or_names_it_and_no_session_begins(program: Client, jan: User) -> None:
    answer = program.get(address(jan))
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    assert answer["Content-Disposition"] == 'inline; filename="comptoir.ics"'
    assert (answer.cookies, program.cookies) == ({}, {})


def test_a_head_says_the_same_without_content(program: Client, jan: User) -> None:
    url = address(jan)
    full, head = program.get(url), program.head(url)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", full["ETag"])
    assert program.post(url).status_code == 405


def test_what_a_program_has_already_is_not_sent_again(program: Client, jan: User) -> None:
    url, customer = address(jan), a_company(jan.account)
    a_task(customer, jan)
    etag = program.get(url)["ETag"]
    with time_machine.travel(NOW + dt.timedelta(minutes=15)):
        again = program.get(url, headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert again["Cache-Control"] == "private, no-cache"
        a_call(customer, jan)
        assert program.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_nothing_is_told_at_an_address_that_does_not_count(program: Client, jan: User) -> None:
    revoked, replaced, left = (a_user(jan.account) for __ in range(3))
    addresses = [address(user) for user in (revoked, replaced, left)]
    revoke_feed(revoked, at=NOW), make_feed(replaced, at=NOW)
    User.objects.filter(pk=left.pk).update(deactivated_at=NOW)
    for url in (*addresses, f"/calendar/{new_token()}.ics", "/calendar/x.ics", "/calendar/%00.ics"):
        answer = program.get(url)
        assert (answer.status_code, answer.content, answer["X-Robots-Tag"]) == (404, b"", "noindex")
        assert program.cookies == {}


def test_guessing_is_slowed_down_where_it_comes_from_and_stops_nobody_else(program: Client, jan: User) -> None:
    url = address(jan)
    for __ in range(30):
        assert program.get(f"/calendar/{new_token()}.ics").status_code == 404
    answer = program.get(f"/calendar/{new_token()}.ics")
    assert (answer.status_code, answer.content) == (429, b"")
    assert program.get("/calendar/x.ics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert program.get(url).status_code == 200
    with time_machine.travel(NOW + dt.timedelta(seconds=61)):
        assert program.get("/calendar/x.ics").status_code == 404


def test_it_speaks_the_users_language(program: Client, jan: User) -> None:
    url = address(jan)
    a_call(a_company(jan.account), jan)
    User.objects.update(language="fr")
    answer = program.get(url, headers={"Accept-Language": "nl"})
    assert answer["Content-Language"] == "fr"
    assert "Brasserie du Midi SRL" in answer.content.decode()


def test_as_many_queries_for_three_as_for_one(program: Client, jan: User) -> None:
    url, customer = address(jan), a_company(jan.account)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            program.get(url)
        return len(captured)

    def another() -> None:
        a_task(customer, jan), a_call(customer, jan), a_meeting(customer, jan, a_user(jan.account))

    another()
    with_one = queries()
    another(), another()
    assert queries() == with_one
