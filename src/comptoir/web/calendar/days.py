"""The days that a view shows, each with what there is to do."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.core.days import end_of_month, plus_months
from comptoir.web.calendar.asked import EARLIEST, LATEST, WEEK

ROOM = 4
"""So many lines a day of the month has; one of them says how many more there are when that is not enough."""


@dataclass(frozen=True)
class Day:
    """One day and what lies on it: follow-ups, or whatever else has a day `on`."""

    on: dt.date
    items: Sequence[Any]
    is_today: bool
    is_outside: bool = False
    """Of the month before or after the one that is shown."""

    @property
    def shown(self) -> Sequence[Any]:
        """Those for which there is room in the month."""
        return self.items if len(self.items) <= ROOM else self.items[: ROOM - 1]

    @property
    def more(self) -> int:
        """How many there are besides."""
        return len(self.items) - len(self.shown)


def span(view: str, on: dt.date, *, first_weekday: int) -> tuple[dt.date, dt.date]:
    """The first and the last day to show: the week of `on`, or the whole weeks that its month lies in."""
    first, last = (on, on) if view == WEEK else (on.replace(day=1), end_of_month(on))
    start = first - dt.timedelta(days=(first.weekday() - first_weekday) % 7)
    end = last + dt.timedelta(days=(first_weekday - 1 - last.weekday()) % 7)
    return start, end


def weeks(
    items: Iterable[Any], start: dt.date, end: dt.date, *, today: dt.date, month: dt.date | None = None
) -> list[list[Day]]:
    """The days from `start` to `end` in rows of seven; those outside the month of `month` are marked, if it is given."""
    by_day: defaultdict[dt.date, list[Any]] = defaultdict(list)
    for item in items:
        by_day[item.on].append(item)
    days = [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]
    rows = [Day(on, by_day[on], on == today, bool(month) and not _same_month(on, month)) for on in days]
    return [rows[number : number + 7] for number in range(0, len(rows), 7)]


def before(view: str, on: dt.date) -> dt.date | None:
    """A day in the week or month before that of `on`; None before 1900."""
    earlier = on - dt.timedelta(days=7) if view == WEEK else plus_months(on.replace(day=1), -1)
    return earlier if earlier >= EARLIEST else None


def after(view: str, on: dt.date) -> dt.date | None:
    """A day in the week or month after that of `on`; None after 2200."""
    later = on + dt.timedelta(days=7) if view == WEEK else plus_months(on.replace(day=1), 1)
    return later if later <= LATEST else None


def _same_month(on: dt.date, month: dt.date) -> bool:
    return (on.year, on.month) == (month.year, month.month)
