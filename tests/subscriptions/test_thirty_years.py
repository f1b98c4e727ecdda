"""Every cycle with all days in advance over thirty years, against days counted by walking the calendar."""

import datetime as dt
from itertools import islice, pairwise

import pytest

from comptoir.subscriptions.models import DAYS_IN_ADVANCE
from comptoir.subscriptions.periods import Schedule
from tests.subscriptions.test_periods import CYCLES, walked

YEARS = 30


@pytest.mark.parametrize(("unit", "period"), CYCLES)
@pytest.mark.parametrize("anchor", [dt.date(2026, 1, 31), dt.date(2028, 2, 29)])
def test_thirty_years_of_each_cycle(unit: str, period: int, anchor: dt.date) -> None:
    days = walked(anchor, unit, period, years=YEARS)
    for in_advance in DAYS_IN_ADVANCE:
        schedule = Schedule(anchor, unit, period, days_in_advance=in_advance)
        expected = [
            (day, following - dt.timedelta(days=1), dt.date.fromordinal(day.toordinal() - in_advance))
            for day, following in pairwise(days)
        ]
        found = [(each.starts_on, each.ends_on, each.bill_on) for each in islice(schedule.since(0), len(expected))]
        assert found == expected
