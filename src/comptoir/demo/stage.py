"""Where the demo's story takes place: whose, with whom, and what happens when."""

import datetime as dt
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.accounts.models import Account, Department, User
from comptoir.customers.models import Customer
from comptoir.demo.contracts import Contract
from comptoir.demo.days import working_day

DAYS = 560
"""How far back the story begins: about eighteen months."""

Deed = Callable[[dt.datetime], None]


@dataclass
class Stage:
    """The account, its staff by the first part of their e-mail address, and an agenda of what they do.

    What is done may put more on the agenda. Everything is drawn from one `rng`, so the same `now` gives the same story.
    """

    account: Account
    staff: dict[str, User]
    now: dt.datetime
    rng: Random
    customers: dict[str, Customer] = field(default_factory=dict)
    contracts: dict[UUID, Contract] = field(default_factory=dict)
    """By the id of the subscription."""
    in_the_morning: Deed = lambda at: None
    """What Comptoir itself does in the morning."""
    _mornings: set[dt.date] = field(default_factory=set)
    _agenda: list[tuple[dt.datetime, int, Deed]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    @cached_property
    def today(self) -> dt.date:
        """The account's calendar day; at night still the day before, whose morning's work is done."""
        today = self.account.day(self.now)
        return today if self.account.morning(today) <= self.now else today - dt.timedelta(days=1)

    @cached_property
    def departments(self) -> dict[str, Department]:
        """The account's legal entities by country."""
        return {department.country: department for department in self.account.departments.all()}

    def days_ago(self, days: int) -> dt.date:
        """So many days before today, or the Friday before."""
        return working_day(self.today - dt.timedelta(days=days))

    def department_for(self, country: str) -> Department:
        """The legal entity that serves this country."""
        return self.departments.get(country) or self.departments["BE"]

    def bookkeeper(self, on: dt.date) -> User:
        """Who writes invoices and enters payments on the day `on`."""
        choice = [user for name, user in self.staff.items() if name in ("amelie", "koen")] or [self.staff["owner"]]
        return self.rng.choice([user for user in choice if user.is_active])

    def put(self, on: dt.date, deed: Deed) -> None:
        """Let `deed` be done on the day `on`, some time during office hours. What is not past is left undone."""
        if on < self.today:
            minute = self.rng.randrange(8 * 60 + 40, 17 * 60 + 30)
            moment = dt.datetime.combine(on, dt.time(minute // 60, minute % 60), ZoneInfo(self.account.time_zone))
            self.put_at(moment.astimezone(dt.UTC), deed)

    def wake(self, on: dt.date) -> None:
        """Let Comptoir do its morning's work on the day `on`. On all other days it would find nothing to do."""
        if on not in self._mornings:
            self._mornings.add(on)
            self.put_at(self.account.morning(on), self.in_the_morning)

    def put_at(self, at: dt.datetime, deed: Deed) -> None:
        """Let `deed` be done at the moment `at`, unless that lies in the future."""
        if at <= self.now:
            heapq.heappush(self._agenda, (at, next(self._order), deed))

    def play(self) -> None:
        """Do everything on the agenda, earliest first."""
        while self._agenda:
            at, __, deed = heapq.heappop(self._agenda)
            deed(at)
