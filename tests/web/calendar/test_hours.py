"""Where meetings and calls lie among the hours of their day."""

import datetime as dt
from zoneinfo import ZoneInfo

from comptoir.followups.agenda import Item
from comptoir.followups.models import Task
from comptoir.web.calendar.hours import Column, column, hours_of, quarter_of

BRUSSELS = "Europe/Brussels"
ALL_DAY = range(24)


def at(on: str, clock: str, *, fold: int = 0) -> dt.datetime:
    """A moment of the clock on the wall in Brussels; `fold=1`: the second time it shows this."""
    local = dt.datetime.combine(dt.date.fromisoformat(on), dt.time.fromisoformat(clock), ZoneInfo(BRUSSELS))
    return local.replace(fold=fold).astimezone(dt.UTC)


def item(on: str, starts_at: dt.datetime | None = None, ends_at: dt.datetime | None = None, title: str = "") -> Item:
    return Item("meeting", Task(), dt.date.fromisoformat(on), starts_at, ends_at, title, None, False, False)


def between(begins: str, ends: str, *, on: str = "2026-11-24", title: str = "") -> Item:
    return item(on, at(on, begins), at(on, ends), title)


def placed(*items: Item, hours: range = ALL_DAY) -> list[tuple[float, float]]:
    """From and to which hour each lies, counted from the first shown."""
    among = column(items, hours=hours, time_zone=BRUSSELS).among
    return [(each.begins / 4, (each.begins + each.lasts) / 4) for each in among]


def lanes(*items: Item) -> dict[str, tuple[int, int]]:
    among = column(items, hours=ALL_DAY, time_zone=BRUSSELS).among
    return {each.item.title: (each.lane, each.lanes) for each in among}


def test_a_meeting_lies_where_its_hours_are() -> None:
    assert placed(between("09:30", "11:00")) == [(9.5, 11)]
    assert placed(between("09:30", "11:00"), hours=range(8, 18)) == [(1.5, 3)]
    assert placed(between("09:35", "10:50")) == [(9.5, 11)]


def test_what_is_short_has_room_for_its_words() -> None:
    assert placed(item("2026-11-24", at("2026-11-24", "09:00"))) == [(9, 9.5)]
    assert placed(between("09:00", "09:10")) == [(9, 9.5)]
    assert placed(between("23:50", "23:59")) == [(23.5, 24)]


def test_a_task_and_what_lasts_a_day_stand_above_the_hours() -> None:
    task = item("2026-11-24")
    whole_day = item("2026-11-24", at("2026-11-24", "00:00"), at("2026-11-25", "00:00"))
    fair = item("2026-11-24", at("2026-11-24", "10:00"), at("2026-11-26", "16:00"))
    assert column([task, whole_day, fair], hours=ALL_DAY, time_zone=BRUSSELS) == Column([task, whole_day, fair], [])


def test_a_night_lies_on_both_of_its_days() -> None:
    night = {"starts_at": at("2026-11-24", "22:00"), "ends_at": at("2026-11-25", "02:00")}
    assert placed(item("2026-11-24", **night)) == [(22, 24)]
    assert placed(item("2026-11-25", **night)) == [(0, 2)]


def test_what_overlaps_lies_side_by_side() -> None:
    one, two = between("09:00", "11:00", title="one"), between("10:00", "12:00", title="two")
    three, alone = between("11:00", "13:00", title="three"), between("13:00", "14:00", title="alone")
    assert lanes(alone, three, two, one) == {"one": (0, 2), "two": (1, 2), "three": (0, 2), "alone": (0, 1)}


def test_what_finds_no_lane_stands_above() -> None:
    crowd = [between("09:00", "10:00", title=str(number)) for number in range(8)]
    shown = column(crowd, hours=ALL_DAY, time_zone=BRUSSELS)
    assert [each.lanes for each in shown.among] == [6] * 6
    assert [each.title for each in shown.above] == ["6", "7"]


def test_working_hours_are_shown_and_whatever_lies_outside_them() -> None:
    assert hours_of([[]], time_zone=BRUSSELS) == range(8, 18)
    assert hours_of([[between("10:00", "11:00")], [item("2026-11-24")]], time_zone=BRUSSELS) == range(8, 18)
    assert hours_of([[between("06:45", "07:00")], [between("19:00", "19:15")]], time_zone=BRUSSELS) == range(6, 20)


def test_on_the_day_of_23_hours_the_clock_on_the_wall_decides() -> None:
    on = "2027-03-28"
    jump = item(on, at(on, "01:30"), at(on, "03:30"))
    assert at(on, "03:30") - at(on, "01:30") == dt.timedelta(hours=1)
    assert placed(jump, between("09:00", "10:00", on=on), between("23:00", "23:45", on=on)) == [
        (1.5, 3.5),
        (9, 10),
        (23, 23.75),
    ]
    whole_day = item(on, at(on, "00:00"), at("2027-03-29", "00:00"))
    assert column([whole_day], hours=ALL_DAY, time_zone=BRUSSELS).above == [whole_day]


def test_on_the_day_of_25_hours_the_hour_that_comes_twice_holds_both() -> None:
    on = "2026-10-25"
    first = item(on, at(on, "02:00"), at(on, "02:45"), "first")
    second = item(on, at(on, "02:15", fold=1), at(on, "03:00"), "second")
    assert at(on, "02:15", fold=1) > at(on, "02:45")
    assert placed(first, second) == [(2, 2.75), (2.25, 3)]
    assert lanes(first, second) == {"first": (0, 2), "second": (1, 2)}
    across = item(on, at(on, "02:45"), at(on, "02:15", fold=1))
    assert placed(across) == [(2.75, 3.25)]
    whole_day = item(on, at(on, "00:00"), at("2026-10-26", "00:00"))
    almost = item(on, at(on, "00:00"), at(on, "23:30"))
    assert column([whole_day, almost], hours=ALL_DAY, time_zone=BRUSSELS).above == [whole_day]


def test_now_is_among_the_hours_while_they_are_shown() -> None:
    def now(clock: str) -> int | None:
        return quarter_of(at("2026-11-24", clock), hours=range(8, 18), time_zone=BRUSSELS)

    assert [now(clock) for clock in ("07:59", "08:00", "10:20", "17:59", "18:00")] == [None, 0, 9, 39, None]
