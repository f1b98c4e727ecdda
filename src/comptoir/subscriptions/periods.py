"""When a subscription's periods begin, end and are billed. Pure counting: no database, no clock."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from comptoir.core.days import plus_months

_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True)
class Period:
    """What one invoice covers, first and last day, and the day on which that invoice is made."""

    starts_on: dt.date
    ends_on: dt.date
    bill_on: dt.date


@dataclass(frozen=True)
class Schedule:
    """The periods of a subscription, counted from 0.

    Every period is counted from `starts_on`, never from the one before it, so that the day of the month is kept: from
    31 January monthly on 28 February and on 31 March, from 29 February yearly on 28 February and on 29 February again.
    """

    starts_on: dt.date
    unit: str
    period: int
    days_in_advance: int = 0
    ends_on: dt.date | None = None

    def nth(self, n: int) -> Period | None:
        """The period number `n`; None when it would begin after the last day that the subscription covers.

        A period that has begun by then is billed whole: its last day may lie after `ends_on`.
        """
        starts_on = self._start(n)
        if self.ends_on is not None and starts_on > self.ends_on:
            return None
        return Period(
            starts_on=starts_on,
            ends_on=self._start(n + 1) - dt.timedelta(days=1),
            bill_on=starts_on - dt.timedelta(days=self.days_in_advance),
        )

    def since(self, n: int) -> Iterator[Period]:
        """The periods from number `n` on, without end unless the subscription has one."""
        for number in count(n):
            period = self.nth(number)
            if period is None:
                return
            yield period

    def _start(self, n: int) -> dt.date:
        if self.unit in _MONTHS:
            return plus_months(self.starts_on, n * self.period * _MONTHS[self.unit])
        return self.starts_on + dt.timedelta(weeks=n * self.period)
