"""Every billing cycle, over years, against days found another way: by walking the calendar."""

import calendar
import datetime as dt
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.subscriptions.models import PERIODS
from comptoir.subscriptions.periods import Period, Schedule

CYCLES = [(str(unit), period) for unit, periods in PERIODS.items() for period in periods]
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


def starts(schedule: Schedule, how_many: int) -> list[dt.date]:
    return [period.starts_on for period in islice(schedule.since(0), how_many)]


def walked(anchor: dt.date, unit: str, period: int, years: int) -> list[dt.date]:
    """The same days, found by going through the calendar day by day, counting months as they turn."""
    found, months, months_at_last = [], 0, 0
    day = anchor
    while day < anchor + dt.timedelta(days=365 * years):
        length = calendar.monthrange(day.year, day.month)[1]
        wanted = min(anchor.day, length)
        if unit == "week":
            if (day - anchor).days % (7 * period) == 0:
                found.append(day)
        elif day.day == wanted and (day == anchor or months - months_at_last == period * (12 if unit == "year" else 1)):
            found.append(day)
            months_at_last = months
        day += dt.timedelta(days=1)
        if day.day == 1:
            months += 1
    return found


@pytest.mark.parametrize(("unit", "period"), CYCLES)
@pytest.mark.parametrize(
    "anchor",
    [dt.date(2023, 1, 31), dt.date(2024, 2, 29), dt.date(2025, 8, 30), dt.date(2026, 12, 1), dt.date(2023, 2, 28)],
)
def test_every_cycle_over_thirteen_years(unit: str, period: int, anchor: dt.date) -> None:
    expected = walked(anchor, unit, period, years=13)
    assert starts(Schedule(anchor, unit, period), len(expected)) == expected


def test_31_january_monthly_keeps_the_last_day() -> None:
    assert starts(Schedule(dt.date(2026, 1, 31), "month", 1), 5) == [
        dt.date(2026, 1, 31),
        dt.date(2026, 2, 28),
        dt.date(2026, 3, 31),
        dt.date(2026, 4, 30),
        dt.date(2026, 5, 31),
    ]


def test_29_february_yearly_comes_back_in_the_next_leap_year() -> None:
    assert starts(Schedule(dt.date(2024, 2, 29), "year", 1), 5) == [
        dt.date(2024, 2, 29),
        dt.date(2025, 2, 28),
        dt.date(2026, 2, 28),
        dt.date(2027, 2, 28),
        dt.date(2028, 2, 29),
    ]


def test_the_century_that_is_no_leap_year() -> None:
    assert starts(Schedule(dt.date(2096, 2, 29), "year", 4), 2) == [dt.date(2096, 2, 29), dt.date(2100, 2, 28)]


def test_a_period_ends_the_day_before_the_next_and_is_billed_days_in_advance() -> None:
    assert Schedule(dt.date(2026, 1, 31), "month", 1, days_in_advance=14).nth(1) == Period(
        starts_on=dt.date(2026, 2, 28), ends_on=dt.date(2026, 3, 30), bill_on=dt.date(2026, 2, 14)
    )


def test_a_period_that_begins_after_the_end_is_not_billed() -> None:
    schedule = Schedule(dt.date(2026, 1, 1), "month", 1, ends_on=dt.date(2026, 3, 1))
    assert starts(schedule, 10) == [dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 3, 1)]
    assert schedule.nth(3) is None


def test_a_period_that_has_begun_by_the_end_is_billed_whole() -> None:
    period = Schedule(dt.date(2026, 1, 1), "year", 1, ends_on=dt.date(2026, 6, 30)).nth(0)
    assert period == Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 1, 1))


@given(DAYS, st.sampled_from(CYCLES), st.integers(0, 400))
def test_periods_follow_each_other_without_gap_or_overlap(anchor: dt.date, cycle: tuple[str, int], n: int) -> None:
    schedule = Schedule(anchor, *cycle)
    this, following = schedule.nth(n), schedule.nth(n + 1)
    assert this is not None
    assert following is not None
    assert this.starts_on <= this.ends_on == following.starts_on - dt.timedelta(days=1)
