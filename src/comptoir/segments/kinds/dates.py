"""Days, fixed ones and those counted from today."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from comptoir.segments.asked import Asked
from comptoir.segments.kinds.field import Field
from comptoir.segments.operators import EMPTINESS, Entry, Operator
from comptoir.segments.values import as_date, as_days

DAY = dt.timedelta(days=1)

BACK = (Operator.MORE_THAN_DAYS_AGO, Operator.LESS_THAN_DAYS_AGO)
AHEAD = (Operator.IN_THE_NEXT_DAYS, Operator.IN_MORE_THAN_DAYS)
FIXED = (Operator.BEFORE, Operator.AFTER, Operator.EQUALS)


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day in the account's time zone. What has none is only "empty"."""

    since: Callable[[Asked, dt.date], Q]
    """It was, or is, on this day or later."""
    present: Callable[[Asked], Q]
    ahead: bool = False
    """Whether it may lie ahead of today."""

    @property
    def operators(self) -> tuple[Operator, ...]:
        return (*BACK, *(AHEAD if self.ahead else ()), *FIXED, *EMPTINESS)

    def condition(self, operator: Operator, value: Any, *, asked: Asked) -> Q:
        today = asked.on
        match operator:
            case Operator.IS_FILLED:
                return self.present(asked)
            case Operator.IS_EMPTY:
                return ~self.present(asked)
            case Operator.MORE_THAN_DAYS_AGO:
                return self._before(asked, asked.days_ago(value))
            case Operator.LESS_THAN_DAYS_AGO:
                recent = self.since(asked, asked.days_ago(value) + DAY)
                return recent & ~self.since(asked, today + DAY) if self.ahead else recent
            case Operator.IN_THE_NEXT_DAYS:
                return self._between(asked, today, asked.days_ago(-value))
            case Operator.IN_MORE_THAN_DAYS:
                return self.since(asked, asked.days_ago(-value) + DAY)
            case Operator.BEFORE:
                return self._before(asked, value)
            case Operator.AFTER:
                return self.since(asked, value + DAY)
        return self._between(asked, value, value)

    def _between(self, asked: Asked, first: dt.date, last: dt.date) -> Q:
        return self.since(asked, first) & ~self.since(asked, last + DAY)

    def _before(self, asked: Asked, day: dt.date) -> Q:
        return self.present(asked) & ~self.since(asked, day)

    def _entry(self, operator: Operator) -> Entry:
        if operator in BACK:
            return Entry.DAYS_AGO
        return Entry.DAYS if operator in AHEAD else Entry.DATE

    def _value(self, text: str, *, operator: Operator, asked: Asked) -> dt.date | int:
        return as_date(text) if operator in FIXED else as_days(text)
