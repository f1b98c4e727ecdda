"""Local times across a change of the clock."""

import datetime as dt

import pytest

from comptoir.core.days import SkippedTime, comes_twice, local_day, moment_of

SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2026, 10, 25)
BRUSSELS, AZORES, LORD_HOWE, APIA = "Europe/Brussels", "Atlantic/Azores", "Australia/Lord_Howe", "Pacific/Apia"


def utc(*clock: int) -> dt.datetime:
    return dt.datetime(*clock, tzinfo=dt.UTC)  # type: ignore[arg-type]


def test_an_ordinary_time_is_one_moment() -> None:
    assert moment_of(dt.date(2026, 11, 24), dt.time(10, 30), BRUSSELS) == utc(2026, 11, 24, 9, 30)
    assert moment_of(dt.date(2026, 7, 1), dt.time(10, 30), BRUSSELS) == utc(2026, 7, 1, 8, 30)
    assert not comes_twice(dt.date(2026, 11, 24), dt.time(10, 30), BRUSSELS)


@pytest.mark.parametrize(
    ("on", "clock", "zone", "since", "until"),
    [
        (SPRING, dt.time(2, 30), BRUSSELS, dt.time(2), dt.time(3)),
        (SPRING, dt.time(2), BRUSSELS, dt.time(2), dt.time(3)),
        (SPRING, dt.time(2, 59, 59), BRUSSELS, dt.time(2), dt.time(3)),
        (SPRING, dt.time(0, 30), AZORES, dt.time(0), dt.time(1)),
        (dt.date(2026, 10, 4), dt.time(2, 15), LORD_HOWE, dt.time(2), dt.time(2, 30)),
        (dt.date(2011, 12, 30), dt.time(12), APIA, dt.time(0), dt.time(0)),  # a whole day was left out
    ],
)
def test_a_time_that_the_clock_jumps_over_is_refused_and_the_jump_is_named(
    on: dt.date, clock: dt.time, zone: str, since: dt.time, until: dt.time
) -> None:
    with pytest.raises(SkippedTime) as refusal:
        moment_of(on, clock, zone)
    assert (refusal.value.on, refusal.value.since, refusal.value.until) == (on, since, until)
    assert not comes_twice(on, clock, zone)


def test_the_times_around_a_jump_are_a_second_apart() -> None:
    before, after = moment_of(SPRING, dt.time(1, 59, 59), BRUSSELS), moment_of(SPRING, dt.time(3), BRUSSELS)
    assert after - before == dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("clock", "zone", "first"),
    [
        (dt.time(2, 30), BRUSSELS, utc(2026, 10, 25, 0, 30)),
        (dt.time(2), BRUSSELS, utc(2026, 10, 25, 0)),
        (dt.time(0, 30), AZORES, utc(2026, 10, 25, 0, 30)),
    ],
)
def test_a_time_that_comes_twice_means_the_first(clock: dt.time, zone: str, first: dt.datetime) -> None:
    assert comes_twice(AUTUMN, clock, zone)
    assert moment_of(AUTUMN, clock, zone) == first


@pytest.mark.parametrize(("clock", "zone"), [(dt.time(1, 59), BRUSSELS), (dt.time(3), BRUSSELS), (dt.time(1), AZORES)])
def test_the_times_around_it_come_once(clock: dt.time, zone: str) -> None:
    assert not comes_twice(AUTUMN, clock, zone)


def test_what_begins_before_the_clock_goes_back_lasts_an_hour_more_than_the_clock_says() -> None:
    starts_at, ends_at = moment_of(AUTUMN, dt.time(1), BRUSSELS), moment_of(AUTUMN, dt.time(4), BRUSSELS)
    assert ends_at - starts_at == dt.timedelta(hours=4)


def test_a_day_that_begins_twice_begins_with_the_first_midnight() -> None:
    midnight = moment_of(AUTUMN, dt.time(0), AZORES)
    assert (local_day(midnight, AZORES), local_day(midnight - dt.timedelta(seconds=1), AZORES)) == (
        AUTUMN,
        AUTUMN - dt.timedelta(days=1),
    )
