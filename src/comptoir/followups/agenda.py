"""What there is to do day by day: tasks, calls and meetings in one list."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.core.days import local_day, local_moment
from comptoir.core.statements import asked
from comptoir.customers.models import Customer
from comptoir.followups.checking import FollowUp
from comptoir.followups.meetings import LONGEST
from comptoir.followups.models import Attendee, Call, Meeting, Task

F = TypeVar("F", Task, Call, Meeting)

DAY = dt.timedelta(days=1)
INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Item:
    """A follow-up on a day. A meeting over several days is an item on each; a task has no clock."""

    kind: Literal["task", "call", "meeting"]
    thing: FollowUp
    on: dt.date
    """A day in the account's time zone."""
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    """Of meetings only."""
    title: str
    customer: Customer | None
    is_done: bool
    is_overdue: bool
    """Whether its last day was over, and it was not done, at the moment that was asked about."""


def agenda(
    account: Account, *, start: dt.date, end: dt.date, user: User | None = None, at: dt.datetime | None = None
) -> list[Item]:
    """The follow-ups of the days from `start` to `end` included, in the account's time zone; of one user or of everybody.

    Done ones too. By day; what has no clock first, the most important first, then by time. Nothing is overdue without
    `at`. A constant number of queries; customers, deals, assignees and attendees are at hand.
    """
    today = account.day(at) if at else dt.date.min
    found = between(account, start=start, end=end, user=user)
    return in_order(item for thing in found for item in _items(thing, account, today) if start <= item.on <= end)


def between(account: Account, *, start: dt.date, end: dt.date, user: User | None = None) -> list[FollowUp]:
    """The follow-ups themselves of the days from `start` to `end` included, each once; otherwise like `agenda`."""
    since, until = _midnight(start, account), _midnight(end + DAY, account)
    tasks = Task.objects.of(account).filter(due_on__range=(start, end))
    calls = Call.objects.of(account).filter(scheduled_at__gte=since, scheduled_at__lt=until)
    # Both ends of the beginning, so that an index finds it: no meeting is longer.
    meetings = Meeting.objects.of(account).filter(starts_at__gt=since - LONGEST, starts_at__lt=until, ends_at__gt=since)
    if user:
        tasks, calls, meetings = tasks.assigned_to(user), calls.assigned_to(user), meetings.attended_by(user)
    rows = (known(tasks.order_by("pk")), known(calls.order_by("pk")), known(meetings.order_by("pk")))
    return [thing for each in rows for thing in each]


def due(user: User, *, at: dt.datetime, limit: int | None = None) -> list[Item]:
    """What `user` has to do on the account's day at the moment `at`, or should have done before; open ones only.

    In the order of `agenda`; at most `limit` of each kind, the oldest. Each once: a meeting that goes on today is today's.
    """
    account, today = user.account, user.account.day(at)
    tasks, calls, meetings = _due(user, today)
    found: list[FollowUp] = [*known(tasks)[:limit], *known(calls)[:limit], *known(meetings)[:limit]]
    return in_order([item for item in _items(thing, account, today) if item.on <= today][-1] for thing in found)


def count_due(user: User, *, at: dt.datetime, limit: int) -> int:
    """How many `due` would list, counted to `limit`. One query, put together once: it is asked on every page."""
    account, today = user.account, user.account.day(at)
    tomorrow = _midnight(today + DAY, account)
    return len(asked(_first_due(limit), account=account.pk, user=user.pk, today=today, tomorrow=tomorrow))


def known(rows: QuerySet[F]) -> QuerySet[F]:
    """The rows with what lists say of them: customer, deal, and who does or did it. One query more for meetings."""
    found: Any = rows.select_related("customer", "deal", "completed_by")
    if rows.model is Task:
        return found.select_related("assignee")  # type: ignore[no-any-return]
    if rows.model is Call:
        return found.select_related("assignee", "contact", "outcome")  # type: ignore[no-any-return]
    attendees = Attendee.objects.select_related("user", "contact").order_by("pk")
    return found.prefetch_related(Prefetch("attendees", attendees))  # type: ignore[no-any-return]


def items_of(things: Iterable[FollowUp], *, account: Account, at: dt.datetime) -> list[Item]:
    """Each follow-up as one item, on its first day, in the order given. Needs what `known` has at hand."""
    return [next(_items(thing, account, account.day(at))) for thing in things]


def in_order(items: Iterable[Item]) -> list[Item]:
    """By day; what has no clock first, the most important first, then by time."""
    return sorted(items, key=_place)


def title_of(thing: FollowUp) -> str:
    """What lists call it. A call is called after who is called, in the active language."""
    if isinstance(thing, Call):
        return _("Call %(name)s") % {"name": (thing.contact or thing.customer).name}
    return thing.title


def _due(user: User, today: dt.date) -> tuple[QuerySet[Task], QuerySet[Call], QuerySet[Meeting]]:
    """The user's open tasks, calls and meetings of `today` and before, the oldest first."""
    tasks, calls, meetings = _due_of(user.account, user, today, _midnight(today + DAY, user.account))
    return (
        tasks.order_by("due_on", "pk"),
        calls.order_by("scheduled_at", "pk"),
        meetings.order_by("starts_at", "pk"),
    )


def _due_of(
    account: Any, user: Any, today: dt.date, tomorrow: dt.datetime
) -> tuple[QuerySet[Task], QuerySet[Call], QuerySet[Meeting]]:
    return (
        Task.objects.of(account).assigned_to(user).due(on=today),
        Call.objects.of(account).assigned_to(user).due(before=tomorrow),
        Meeting.objects.of(account).attended_by(user).due(before=tomorrow),
    )


@cache
def _first_due(limit: int) -> Callable[..., QuerySet[Any, Any]]:
    def first_due(account: UUID, user: UUID, today: dt.date, tomorrow: dt.datetime) -> QuerySet[Any, Any]:
        tasks, calls, meetings = (rows.order_by().values_list("pk") for rows in _due_of(account, user, today, tomorrow))
        return tasks.union(calls, meetings, all=True)[:limit]

    return first_due


def _items(thing: FollowUp, account: Account, today: dt.date) -> Iterator[Item]:
    """An item for each of its days, from the first to the last."""
    days = _days(thing, account)
    overdue = not thing.is_done and days[-1] < today
    kind, title = thing._meta.model_name, title_of(thing)
    starts_at, ends_at = _clock(thing)
    for on in days:
        yield Item(kind, thing, on, starts_at, ends_at, title, thing.customer, thing.is_done, overdue)  # type: ignore[arg-type]


def _days(thing: FollowUp, account: Account) -> list[dt.date]:
    starts_at, ends_at = _clock(thing)
    if isinstance(thing, Task) or starts_at is None:
        return [thing.due_on]  # type: ignore[union-attr]
    first = local_day(starts_at, account.time_zone)
    # What ends at midnight is not there on the day that begins then.
    last = local_day(ends_at - INSTANT, account.time_zone) if ends_at else first
    return [first + n * DAY for n in range((last - first).days + 1)]


def _clock(thing: FollowUp) -> tuple[dt.datetime | None, dt.datetime | None]:
    if isinstance(thing, Meeting):
        return thing.starts_at, thing.ends_at
    return (thing.scheduled_at, None) if isinstance(thing, Call) else (None, None)


def _place(item: Item) -> tuple[object, ...]:
    priority = item.thing.priority if isinstance(item.thing, Task) else ""
    clock = item.starts_at or dt.datetime.min.replace(tzinfo=dt.UTC)
    return (item.on, item.starts_at is not None, clock, priority, item.title, str(item.thing.pk))


def _midnight(on: dt.date, account: Account) -> dt.datetime:
    return local_moment(on, 0, account.time_zone)
