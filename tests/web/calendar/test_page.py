"""The month and the week, as the address asks for them."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.followups.tasks import complete
from comptoir.web.calendar.days import Day
from tests.factories import NOW, TODAY, a_call, a_company, a_meeting, a_task, a_user, an_account

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def days(client: Client, query: str = "") -> list[Day]:
    answer = client.get(f"/calendar/{query}")
    assert answer.status_code == 200
    return [day for week in answer.context["weeks"] for day in week]


def found(client: Client, query: str = "") -> list[tuple[dt.date, str]]:
    """Which follow-ups lie on which days."""
    return [(day.on, item.title) for day in days(client, query) for item in day.items]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def items_of(html: str) -> list[str]:
    """What the links of the follow-ups say, in their order."""
    return [words(each) for each in re.findall(r'<a class="item.*?</a>', html, re.S)]


def test_the_month_of_today_and_ones_own_follow_ups(client: Client, jan: User) -> None:
    customer, colleague = a_company(jan.account), a_user(jan.account)
    a_task(customer, jan, "Send the drawings", days=2)
    a_call(customer, jan, at=NOW)
    a_meeting(customer, jan, at=NOW + 9 * DAY)
    a_task(customer, colleague, "The colleague's"), a_task(customer, None, "Nobody's")
    shown = days(client)
    assert (shown[0].on, shown[-1].on) == (dt.date(2026, 10, 26), dt.date(2026, 12, 6))
    assert found(client) == [
        (TODAY, "Call Brasserie du Midi SRL"),
        (TODAY + 2 * DAY, "Send the drawings"),
        (TODAY + 9 * DAY, "Visit"),
    ]
    answer = client.get("/calendar/").text
    assert "<h1>November 2026</h1>" in answer
    assert "<title>\n" in answer or "Calendar: November 2026" in words(answer)


def test_whose_follow_ups_is_chosen(client: Client, jan: User) -> None:
    customer, colleague = a_company(jan.account), a_user(jan.account)
    a_task(customer, jan, "Jan’s"), a_task(customer, colleague, "Sofie’s"), a_task(customer, None, "Nobody’s")
    assert [title for __, title in found(client, "?who=all")] == ["Jan’s", "Nobody’s", "Sofie’s"]
    assert [title for __, title in found(client, f"?who={colleague.pk}")] == ["Sofie’s"]
    chosen = client.get(f"/calendar/?who={colleague.pk}").text
    assert f'<option value="{colleague.pk}" selected>Sofie Vermeulen</option>' in chosen
    assert f"who={colleague.pk}" in client.get(f"/calendar/?who={colleague.pk}").context["next_url"]


def test_what_cannot_be_read_is_today_the_month_and_oneself(client: Client, jan: User) -> None:
    stranger = a_user(an_account(name="Other"))
    gone = a_user(jan.account, deactivated_at=NOW)
    a_task(a_company(jan.account), jan, "Mine"), a_task(a_company(stranger.account), stranger, "Theirs")
    for query in (
        *("?on=", "?on=2026-13-01", "?on=yesterday", "?on=1899-12-31", "?on=2201-01-01", "?on=2026-11-24%00"),
        *("?view=year", "?view=", "?who=", "?who=nobody", f"?who={stranger.pk}", f"?who={gone.pk}"),
    ):
        assert found(client, query) == [(TODAY, "Mine")]
    assert "Theirs" not in client.get("/calendar/?who=all").text


def test_the_ends_of_the_calendar(client: Client, jan: User) -> None:
    for on, way in (("1900-01-01", "previous_url"), ("2200-12-31", "next_url")):
        for view in ("month", "week"):
            answer = client.get(f"/calendar/?view={view}&on={on}")
            assert (answer.status_code, answer.context[way]) == (200, "")


def test_forward_back_and_today_are_links(client: Client, jan: User) -> None:
    month = client.get("/calendar/?on=2026-01-31").context
    assert (month["previous_url"], month["next_url"], month["today_url"]) == (
        "?view=month&on=2025-12-01&who=me",
        "?view=month&on=2026-02-01&who=me",
        "?view=month&on=2026-11-24&who=me",
    )
    week = client.get("/calendar/?view=week&who=all").context
    assert (week["previous_url"], week["next_url"]) == (
        "?view=week&on=2026-11-17&who=all",
        "?view=week&on=2026-12-01&who=all",
    )


def test_the_week_lies_among_its_hours(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    a_task(customer, jan, "Send the drawings")
    a_meeting(customer, jan, at=dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC), minutes=75)
    answer = client.get("/calendar/?view=week")
    assert answer.context["title"] == "23–29 Nov 2026"
    assert answer.context["hours"] == [f"{hour:02d}:00" for hour in range(8, 18)]
    assert '<li class="from-h-2 from-q-2 to-h-3 to-q-3 lane-0 of-1">' in answer.text
    assert items_of(answer.text) == [
        "Task: Send the drawings Brasserie du Midi SRL",
        "Meeting: 10:30 –11:45 Visit Brasserie du Midi SRL",
    ]


def test_done_and_overdue_are_said_in_words(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    a_task(customer, jan, "Late", days=-1)
    a_task(customer, jan, "Today")
    complete(a_task(customer, jan, "Over", days=1), by=jan, at=NOW)
    answer = client.get("/calendar/").text
    assert items_of(answer)[:3] == ["Task: Late (overdue)", "Task: Today", "Task: Over (done)"]
    assert re.findall(r'<a class="item ([^"]+)"', answer)[:3] == ["task overdue", "task", "task done"]


def test_every_follow_up_leads_to_its_dialog(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    task, call, meeting = a_task(customer, jan), a_call(customer, jan), a_meeting(customer, jan)
    addresses = [f"/follow-ups/{task.pk}/", f"/follow-ups/calls/{call.pk}/", f"/follow-ups/meetings/{meeting.pk}/"]
    answer = client.get("/calendar/?view=week").text
    for address in addresses:
        assert re.search(rf'href="{address}"\s+hx-get="{address}"\s+hx-target="#dialog"', answer)
        assert client.get(address).status_code == 200


def test_every_day_offers_a_new_meeting_call_and_task(client: Client, jan: User) -> None:
    for view in ("month", "week"):
        answer = client.get(f"/calendar/?view={view}").text
        assert 'aria-label="New on Thursday 26 November"' in answer
        for kind in ("meetings/", "calls/", ""):
            address = f"/follow-ups/{kind}new/?on=2026-11-26"
            assert f'href="{address}"' in answer
            assert 'value="2026-11-26"' in client.get(address).text


def test_a_full_day_leads_to_its_week(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    for number in range(6):
        a_task(customer, jan, f"Task {number}", days=2)
    answer = client.get("/calendar/").text
    [more] = re.findall(r'<a class="more"\s+href="([^"]+)">(.*?)</a>', answer, re.S)
    assert (more[0], words(more[1])) == (
        "?view=week&amp;on=2026-11-26&amp;who=me#day-2026-11-26",
        "3 more Thursday 26 November",
    )
    assert 'id="day-2026-11-26"' in client.get("/calendar/?view=week&on=2026-11-26").text


def test_a_meeting_over_midnight_is_on_both_days_of_the_account(client: Client, jan: User) -> None:
    a_meeting(a_company(jan.account), jan, at=dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC))
    assert [on for on, __ in found(client)] == [TODAY, TODAY + DAY]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        # 23 hours: midnight is 23:00 UTC the day before, the next one 22:00 UTC.
        ("2027-03-28", dt.datetime(2027, 3, 27, 23, 0, tzinfo=dt.UTC), dt.datetime(2027, 3, 28, 21, 59, tzinfo=dt.UTC)),
        # 25 hours: midnight is 22:00 UTC the day before, the next one 23:00 UTC.
        (
            "2026-10-25",
            dt.datetime(2026, 10, 24, 22, 0, tzinfo=dt.UTC),
            dt.datetime(2026, 10, 25, 22, 59, tzinfo=dt.UTC),
        ),
    ],
)
def test_the_day_of_a_clock_change_holds_what_lies_in_it(
    client: Client, jan: User, day: str, first: dt.datetime, last: dt.datetime
) -> None:
    on, customer = dt.date.fromisoformat(day), a_company(jan.account)
    for at in (first - dt.timedelta(minutes=1), first, last, last + dt.timedelta(minutes=1)):
        a_call(customer, jan, at=at)
    expected = [on - DAY, on, on, on + DAY]
    assert [each for each, __ in found(client, f"?on={day}")] == expected
    clocks = [text[:5] for text in items_of(client.get(f"/calendar/?on={day}").text)[:4]]
    assert clocks == ["23:59", "00:00", "23:59", "00:00"]
    # The day itself is the Sunday of its week; Monday's call is in the week after.
    assert [each for each, __ in found(client, f"?view=week&on={day}")] == expected[:3]
    assert [each for each, __ in found(client, f"?view=week&on={on + DAY}")] == expected[3:]


def test_an_empty_month_says_how_to_fill_it(client: Client, jan: User) -> None:
    assert "Nothing is planned in this month." in client.get("/calendar/").text
    a_task(a_company(jan.account), jan)
    assert "Nothing is planned in this month." not in client.get("/calendar/").text


def test_everybodys_calendar_says_who(client: Client, jan: User) -> None:
    colleague = a_user(jan.account)
    a_meeting(a_company(jan.account), jan, colleague)
    initials = '<abbr title="Jan Peeters">JP</abbr><abbr title="Sofie Vermeulen">SV</abbr>'
    assert initials in client.get("/calendar/?who=all").text
    assert "<abbr" not in client.get("/calendar/").text


def test_in_french(client: Client, jan: User) -> None:
    User.objects.update(language="fr")
    answer = client.get("/calendar/?on=2026-12-01").text
    assert "<h1>Décembre 2026</h1>" in answer
    assert re.findall(r'<th scope="col">\s*<span aria-hidden="true">([^<]+)', answer)[0] == "Lun."
    assert "mardi 1er décembre 2026" in answer


def queries(ask: Callable[[], Any]) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.mark.parametrize("query", ["", "?who=all", "?view=week", "?view=week&who=all"])
def test_as_many_queries_for_three_as_for_one(client: Client, jan: User, query: str) -> None:
    def another() -> None:
        customer, colleague = a_company(jan.account), a_user(jan.account)
        a_task(customer, jan), a_task(customer, colleague)
        a_call(customer, jan), a_meeting(customer, jan, colleague)
        complete(a_task(customer, jan), by=colleague, at=NOW)

    another()
    with_one = queries(lambda: client.get(f"/calendar/{query}"))
    another(), another()
    assert queries(lambda: client.get(f"/calendar/{query}")) == with_one
