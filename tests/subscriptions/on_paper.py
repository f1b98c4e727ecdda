"""A subscription kept on paper: which of its days are billed, at which price, and which are skipped.

Days come from `walked`, which goes through the calendar day by day; nothing here asks Comptoir's own counting.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from tests.subscriptions.test_periods import walked

DAY = dt.timedelta(days=1)
walked_once = cache(walked)


@dataclass
class OnPaper:
    """What a person would note down of it."""

    starts_on: dt.date
    cycle: tuple[str, int]
    price: str = "100"
    in_advance: int = 0
    ends_on: dt.date | None = None
    paused_on: dt.date | None = None
    paused_until: dt.date | None = None
    missed: str = "skip"
    deactivates_on: dt.date | None = None
    stopped: bool = False
    billed: list[tuple[dt.date, dt.date, str]] = field(default_factory=list)
    """First day, the morning on which it was billed, and the price then."""
    skipped: list[dt.date] = field(default_factory=list)
    told: Counter[str] = field(default_factory=lambda: Counter({"created": 1}))
    """How often each activity."""

    def __post_init__(self) -> None:
        self.days = walked_once(self.starts_on, *self.cycle, years=20)

    @property
    def is_over(self) -> bool:
        return self.stopped or self.deactivates_on is not None

    @property
    def ahead(self) -> list[dt.date]:
        """The first days of what is neither billed nor skipped, soonest first."""
        behind = {day for day, __, __ in self.billed} | set(self.skipped)
        last = self.ends_on or dt.date.max
        return [day for day in self.days if day not in behind and day <= last]

    @property
    def next_on(self) -> dt.date | None:
        """The first day of what is billed next, be it after a pause."""
        return None if self.is_over or not self.ahead else self.ahead[0]

    @property
    def bill_on(self) -> dt.date | None:
        return None if self.next_on is None or self.paused_on else self._due(self.next_on)

    def morning(self, today: dt.date) -> None:
        """What is over ends, what was paused until today runs again, what is due is billed."""
        if not self.stopped and self.deactivates_on and self.deactivates_on <= today:
            self._stop()
        if self.next_on and self.paused_until and self.paused_until <= today:
            self._run_again(self.paused_until, self.missed)
        while self.bill_on and self.bill_on <= today:
            self.billed.append((self.ahead[0], today, self.price))
            self.told["billed"] += 1
            self.told["ended"] += self.next_on is None

    def may_pause(self) -> bool:
        return self.next_on is not None

    def pause(self, today: dt.date, until: dt.date | None, missed: str) -> None:
        if self.paused_on and (self.paused_until, self.missed) == (until, missed):
            return
        self.told["pause_changed" if self.paused_on else "paused"] += 1
        self.paused_on, self.paused_until, self.missed = self.paused_on or today, until, missed

    def resume(self, today: dt.date, missed: str) -> None:
        if self.paused_on:
            self._run_again(min(today, self.paused_until or today), missed)

    def deactivate(self, today: dt.date, when: str) -> None:
        if self.stopped or (self.deactivates_on and when == "paid_period"):
            return
        paid = [self._last_day_of(day) for day, __, __ in self.billed]
        self.paused_on = self.paused_until = None
        if when == "paid_period" and paid and max(paid) >= today:
            self.deactivates_on = max(paid) + DAY
            self.told["deactivation_planned"] += 1
        else:
            self._stop()

    def may_edit(self, what: str, value: object) -> bool:
        starts_on, ends_on = (value if what == name else getattr(self, name) for name in ("starts_on", "ends_on"))
        settled = what == "starts_on" and value != self.starts_on and bool(self.billed or self.skipped)
        return not self.is_over and not settled and not (ends_on is not None and ends_on < starts_on)  # type: ignore[operator]

    def edit(self, what: str, value: object) -> None:
        self.told["edited"] += getattr(self, what) != value
        setattr(self, what, value)
        if what == "starts_on":
            self.days = walked_once(self.starts_on, *self.cycle, years=20)

    def _run_again(self, on: dt.date, missed: str) -> None:
        assert self.paused_on
        begun = [day for day in self.ahead if day < on and self._due(day) >= self.paused_on]
        if missed == "skip":
            self.skipped += begun
        elif missed == "current":
            self.skipped += [day for day in begun if self._last_day_of(day) < on]
        self.paused_on = self.paused_until = None
        self.told["resumed"] += 1
        self.told["ended"] += self.next_on is None

    def _stop(self) -> None:
        self.stopped = True
        self.told["deactivated"] += 1

    def _due(self, day: dt.date) -> dt.date:
        return dt.date.fromordinal(day.toordinal() - self.in_advance)

    def _last_day_of(self, day: dt.date) -> dt.date:
        return self.days[self.days.index(day) + 1] - DAY
