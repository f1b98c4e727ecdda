"""How the demo's people came to have so much in their diaries."""

import datetime as dt
from collections.abc import Collection
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.demo.days import working_day, working_day_after
from comptoir.demo.diary import CALLS, MEETINGS, NOTES, TASKS, ACall, AMeeting, ANote, ATask
from comptoir.demo.stage import Stage
from comptoir.dossier import notes
from comptoir.followups import calls, meetings, tasks
from comptoir.followups.models import CallOutcome

PLANNED = 6
"""How many days before they take place things are planned, at the latest yesterday."""


def plan(stage: Stage, *, among: Collection[str]) -> None:
    """Put the planning of every call, meeting and task on the agenda, and what became of those of the past.

    Only what concerns customers `among` those that take part, and what concerns none.
    """
    diary = _Diary(stage, Random("diary"))
    for call in CALLS:
        if call.customer in among:
            diary.put(call.day, partial(diary.call, call))
    for meeting in MEETINGS:
        if {meeting.customer, *meeting.contacts} <= {"", *among}:
            diary.put(meeting.day, partial(diary.meet, meeting))
    for task in TASKS:
        if task.customer in ("", *among):
            diary.put(task.day, partial(diary.task, task))
    for note in NOTES:
        if note.customer in among:
            stage.put_at(diary.at(note.day, 16), partial(diary.note, note))


class _Diary:
    """Writes everything at its moment. Of its own dice, so that an entry more changes nothing else in the story."""

    def __init__(self, stage: Stage, rng: Random) -> None:
        self.stage, self.rng = stage, rng

    def on(self, day: int) -> dt.date:
        """A working day so many days from today; today stays today, whatever day it is."""
        on = self.stage.today + dt.timedelta(days=day)
        if day <= 0:
            return working_day(on) if day else on
        return on if on.weekday() < 5 else working_day_after(on)

    def at(self, day: int, hour: int, minute: int = 0) -> dt.datetime:
        local = dt.datetime.combine(self.on(day), dt.time(hour, minute), ZoneInfo(self.stage.account.time_zone))
        return local.astimezone(dt.UTC)

    def put(self, day: int, deed: Any) -> None:
        self.stage.put_at(self.at(min(day, 0) - PLANNED, self.rng.randrange(9, 17), self.rng.randrange(60)), deed)

    def call(self, told: ACall, at: dt.datetime) -> None:
        by, when = self.stage.staff[told.by], self.at(told.day, told.hour)
        call = calls.add_call(
            self.stage.customers[told.customer],
            scheduled_at=when,
            assignee=by,
            by=by,
            at=at,
            contact=self.stage.customers[told.contact] if told.contact else None,
            deal=self._deal(told.deal),
            description=told.about,
        )
        if told.outcome:
            outcomes = CallOutcome.objects.of(self.stage.account).order_by("pk")
            how: Any = {"outcome": outcomes[told.outcome - 1], "outcome_summary": told.summary}
            self.stage.put_at(when + dt.timedelta(minutes=12), lambda at: self._called(call, at, by=by, **how))

    def meet(self, told: AMeeting, at: dt.datetime) -> None:
        users = [self.stage.staff[name] for name in told.users]
        starts_at = self.at(told.day, told.hour)
        meeting = meetings.schedule_meeting(
            self.stage.account,
            title=told.title,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=told.minutes),
            users=users,
            contacts=[self.stage.customers[name] for name in told.contacts],
            by=users[0],
            at=at,
            customer=self._customer(told.customer),
            deal=self._deal(told.deal),
            location=told.place,
        )
        if told.day < 0:
            self.stage.put_at(meeting.ends_at, lambda at: self._held(meeting, at, by=users[0]))

    def task(self, told: ATask, at: dt.datetime) -> None:
        by = self.stage.staff[told.by]
        task = tasks.add_task(
            self._customer(told.customer),
            title=told.title,
            due_on=self.on(told.day),
            assignee=by,
            at=at,
            by=by,
            priority=told.priority,
            deal=self._deal(told.deal),
        )
        if told.done:
            self.stage.put_at(self.at(told.day, 11), lambda at: self._done(task, at, by=by))

    def note(self, told: ANote, at: dt.datetime) -> None:
        notes.add_note(self.stage.customers[told.customer], content=told.words, by=self.stage.staff[told.by], at=at)

    def _customer(self, name: str) -> Customer | None:
        return self.stage.customers[name] if name else None

    def _deal(self, title: str) -> Deal | None:
        return Deal.objects.of(self.stage.account).filter(title=title).first() if title else None

    @staticmethod
    def _called(call: Any, at: dt.datetime, **how: Any) -> None:
        calls.complete_call(call, at=at, **how)

    @staticmethod
    def _held(meeting: Any, at: dt.datetime, **how: Any) -> None:
        meetings.complete_meeting(meeting, at=at, **how)

    @staticmethod
    def _done(task: Any, at: dt.datetime, **how: Any) -> None:
        tasks.complete(task, at=at, **how)
