"""Times that a change of the clock skips or repeats."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import Account, User
from comptoir.followups.models import Call, Meeting
from tests.factories import a_call, a_company, an_unknown_id

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = "2027-03-28", "2026-10-25"


def utc(*clock: int) -> dt.datetime:
    return dt.datetime(*clock, tzinfo=dt.UTC)  # type: ignore[arg-type]


def schedule(client: Client, user: User, **facts: Any) -> Any:
    usual = {"title": "Night shift", "lasts": "60", "users": [user.pk], "request_key": an_unknown_id()}
    return client.post("/follow-ups/meetings/new/", usual | facts, follow=True)


def test_a_time_that_does_not_exist_is_refused_naming_the_hour_that_is_skipped(client: Client, jan: User) -> None:
    answer = schedule(client, jan, on=SPRING, at="02:30")
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"at"})
    sentence = "On 28 March 2027 the clock goes from 02:00 straight to 03:00. Choose another time."
    assert sentence in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    customer = a_company(jan.account)
    sent = {"customer": customer.pk, "on": SPRING, "at": "02:30", "assignee": jan.pk}
    answer = client.post("/follow-ups/calls/new/", sent)
    assert set(answer.context["form"].errors) == {"at"}
    assert (Meeting.objects.count(), Call.objects.count()) == (0, 0)


def test_so_is_an_end_that_does_not_exist(client: Client, jan: User) -> None:
    answer = schedule(client, jan, on=SPRING, at="01:30", lasts="until", ends_at="02:30")
    assert set(answer.context["form"].errors) == {"ends_at"}


def test_what_begins_before_the_jump_lasts_as_long_as_it_says(client: Client, jan: User) -> None:
    schedule(client, jan, on=SPRING, at="01:30", lasts="60")
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at) == (utc(2027, 3, 28, 0, 30), utc(2027, 3, 28, 1, 30))
    form = client.get(f"/follow-ups/meetings/{meeting.pk}/").context["form"]
    assert (form["lasts"].value(), form["ends_at"].value()) == ("60", dt.time(3, 30))


def test_until_three_after_the_jump_is_half_an_hour(client: Client, jan: User) -> None:
    schedule(client, jan, on=SPRING, at="01:30", lasts="until", ends_at="03:00")
    assert Meeting.objects.get().duration == dt.timedelta(minutes=30)


def test_a_time_that_comes_twice_is_the_first_and_it_is_said(client: Client, jan: User) -> None:
    answer = schedule(client, jan, on=AUTUMN, at="02:30", lasts="90")
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at) == (utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 2))
    said = "On 25 October 2026 the clock goes back and it is 02:30 twice. The first of the two is meant."
    assert said in answer.text.replace("\N{NO-BREAK SPACE}", " ")


def test_on_another_day_nothing_is_said_of_it(client: Client, jan: User) -> None:
    assert "twice" not in schedule(client, jan, on="2026-10-26", at="02:30").text


def test_in_the_azores_the_clock_goes_back_at_another_hour(client: Client, jan: User) -> None:
    Account.objects.update(time_zone="Atlantic/Azores")
    said = schedule(client, jan, on=AUTUMN, at="00:30").text
    assert "it is 00:30 twice" in said
    assert Meeting.objects.get().starts_at == utc(2026, 10, 25, 0, 30)
    refused = schedule(client, jan, on=SPRING, at="00:30").text
    assert "the clock goes from 00:00 straight to 01:00" in refused


def test_what_was_planned_for_the_second_of_the_two_stays_there(client: Client, jan: User) -> None:
    second = utc(2026, 10, 25, 1, 30)
    call = a_call(a_company(jan.account), jan, at=second)
    sent = {"customer": call.customer_id, "assignee": jan.pk, "description": "Other words"}
    client.post(f"/follow-ups/calls/{call.pk}/", sent | {"on": AUTUMN, "at": "02:30"})
    call.refresh_from_db()
    assert (call.scheduled_at, call.description) == (second, "Other words")
