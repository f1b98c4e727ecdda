"""Which days a month and a week show."""

import datetime as dt

from comptoir.followups.agenda import Item
from comptoir.followups.models import Task
from comptoir.web.calendar.days import after, before, span, weeks
from tests.factories import TODAY

MONDAY, SUNDAY = 0, 6


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def an_item(on: dt.date) -> Item:
    return Item("task", Task(), on, None, None, "Call them", None, False, False)


def test_a_month_is_shown_in_whole_weeks() -> None:
    assert span("month", TODAY, first_weekday=MONDAY) == (day("2026-10-26"), day("2026-12-06"))
    assert span("month", TODAY, first_weekday=SUNDAY) == (day("2026-11-01"), day("2026-12-05"))
    assert span("month", day("2027-02-14"), first_weekday=MONDAY) == (day("2027-02-01"), day("2027-02-28"))


def test_a_week_begins_with_its_first_day() -> None:
    assert span("week", TODAY, first_weekday=MONDAY) == (day("2026-11-23"), day("2026-11-29"))
    assert span("week", day("2026-11-23"), first_weekday=MONDAY) == (day("2026-11-23"), day("2026-11-29"))
    assert span("week", day("2026-11-29"), first_weekday=MONDAY) == (day("2026-11-23"), day("2026-11-29"))
    assert span("week", day("2026-11-29"), first_weekday=SUNDAY) == (day("2026-11-29"), day("2026-12-05"))


def test_forward_and_back_pass_no_month_over() -> None:
    assert after("month", day("2027-01-31")) == day("2027-02-01")
    assert before("month", day("2027-03-31")) == day("2027-02-01")
    assert after("week", TODAY) == day("2026-12-01")
    assert before("week", TODAY) == day("2026-11-17")


def test_the_calendar_has_ends() -> None:
    assert before("month", day("1900-01-20")) is None
    assert before("week", day("1900-01-05")) is None
    assert after("month", day("2200-12-01")) is None
    assert after("week", day("2200-12-27")) is None
    assert before("month", day("1900-02-20")) == day("1900-01-01")
    assert after("month", day("2200-11-30")) == day("2200-12-01")


def test_each_day_has_what_is_on_it() -> None:
    items = [an_item(TODAY), an_item(TODAY), an_item(day("2026-10-27"))]
    rows = weeks(items, *span("month", TODAY, first_weekday=MONDAY), today=TODAY, month=TODAY)
    assert [len(row) for row in rows] == [7] * 6
    by_day = {each.on: each for row in rows for each in row}
    assert [on for on, each in by_day.items() if each.items] == [day("2026-10-27"), TODAY]
    assert [on for on, each in by_day.items() if each.is_today] == [TODAY]
    assert (by_day[day("2026-10-31")].is_outside, by_day[day("2026-11-01")].is_outside) == (True, False)
    assert by_day[day("2026-12-01")].is_outside


def test_a_full_day_says_how_many_more() -> None:
    def room(count: int) -> tuple[int, int]:
        [[each, *__]] = weeks([an_item(TODAY)] * count, TODAY, TODAY + dt.timedelta(days=6), today=TODAY)
        return len(each.shown), each.more

    assert [room(count) for count in (0, 1, 4, 5, 60)] == [(0, 0), (1, 0), (4, 0), (3, 2), (3, 57)]
