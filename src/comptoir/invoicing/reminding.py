"""When an invoice is reminded: the one rule that the nightly run, the dialogs and the pages all follow.

On a morning an invoice gets the latest step of its department's schedule that has fallen due, or nothing. A step that
was jumped over, during a hold, an outage or before an import, is not sent afterwards (G8).
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import F

from comptoir.accounts.models import Account, Department
from comptoir.core.asking import LocalDay
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Channel, Invoice, Reminder, ReminderStep, Status, Tone

LEFT = (Reminder.State.LEAVING, Reminder.State.SENT, Reminder.State.UNCERTAIN)
FOR_GOOD = dt.date.max
"""The end of what has no end."""


@dataclass(frozen=True)
class Schedule:
    """What a department sends when: its steps in force in the order of their days."""

    steps: Sequence[ReminderStep] = ()
    interval: dt.timedelta = dt.timedelta(days=5)
    """Never two reminders of one invoice within this time (G8), counted from the day the last one left, or perhaps left,
    whether the schedule or a person sent it."""

    def latest(self, days_overdue: int) -> ReminderStep | None:
        """The furthest step that has fallen due after so many days."""
        return next((step for step in reversed(self.steps) if step.days_overdue <= days_overdue), None)


@dataclass(frozen=True)
class Queued:
    """A reminder waiting to leave. `step_id` None: asked for by a person."""

    id: uuid.UUID
    step_id: uuid.UUID | None
    next_attempt_on: dt.date
    channel: str = Channel.EMAIL
    is_asked_for: bool = False
    """By a person: no later step takes its place, and it leaves whatever the customer gets by itself."""
    despite_hold: bool = False
    asks_for_costs: bool = False


@dataclass(frozen=True)
class Sent:
    """The first reminder of an invoice that left for certain: the day, and which way."""

    on: dt.date
    channel: str


@dataclass(frozen=True)
class History:
    """What has left for an invoice, for certain or perhaps."""

    steps: frozenset[uuid.UUID] = frozenset()
    furthest: int = 0
    """The days overdue of the furthest of these steps; 0 when none left."""
    last_on: dt.date | None = None
    """The day the last reminder left, by hand or by the schedule."""
    queued: Queued | None = None
    """The one that waits to leave."""
    is_leaving: bool = False
    """One is on its way out: an e-mail for a moment, a printed letter until somebody says that it was posted."""
    first: Sent | None = None


@dataclass(frozen=True)
class NextReminder:
    """The step that an invoice gets next, and the day of the morning run that sends it."""

    step: ReminderStep | None
    """None: the letter that a person asked for."""
    on: dt.date
    channel: str = Channel.EMAIL
    asks_for_costs: bool = False
    """For late costs, where there are any by then."""


def due_step(invoice: Invoice, schedule: Schedule, history: History, *, on: dt.date) -> ReminderStep | None:
    """The step that the run of the morning of `on` has to send for `invoice`, or None.

    None while the invoice is on hold, not overdue or settled; when the latest due step, or one after it, has left;
    within the minimum interval after the last reminder; and while one is leaving.
    """
    return None if invoice.is_on_hold else _due_unless_held(invoice, schedule, history, on=on)


def next_reminder(
    invoice: Invoice,
    schedule: Schedule,
    history: History,
    *,
    on: dt.date,
    exempt_until: dt.date | None = None,
) -> NextReminder | None:
    """What leaves next if nothing changes, from the morning of `on` on; None when nothing will.

    A hold or an exemption of the customer (`exempt_until`) that has an end is over on the morning of its last day.
    """
    if invoice.status != Status.OUTSTANDING or invoice.due_on is None:
        return None
    waiting, held_until = history.queued, _held_until(invoice)
    if waiting and waiting.is_asked_for:
        start = on if waiting.despite_hold else max(on, held_until)
        return None if start == FOR_GOOD else _leaves(waiting, schedule, on=start)
    start = max(on, held_until, exempt_until or on)
    if start == FOR_GOOD or history.is_leaving:
        return None
    if waiting is None:
        return _first_due(invoice, schedule, history, on=start)
    as_it_waits = _leaves(waiting, schedule, on=start)
    # Until it leaves, a later step takes its place on its own morning.
    later = _first_due(invoice, schedule, history, on=start, besides=waiting.step_id)
    return later if later and later.on <= as_it_waits.on else as_it_waits


def next_reminders(
    invoices: Sequence[Invoice],
    *,
    on: dt.date,
    histories: Mapping[uuid.UUID, History] | None = None,
    customers: Iterable[Customer] | None = None,
) -> dict[uuid.UUID, NextReminder | None]:
    """For each of `invoices`, what leaves next, from the morning of `on` on. Three queries, however many invoices; one
    when their histories and their customers are at hand.

    Pass `next_run_on(account, at=now)` as `on`: after this morning's run the next chance is tomorrow.
    """
    schedules = schedules_of(invoice.department_id for invoice in invoices)
    histories = histories_of(invoices) if histories is None else histories
    exempt = _exempt_until(invoices) if customers is None else _exempt_among(customers)
    return {
        invoice.id: next_reminder(
            invoice,
            schedules[invoice.department_id],
            histories[invoice.id],
            on=on,
            exempt_until=exempt.get(invoice.customer_id),
        )
        for invoice in invoices
    }


def tone_by_hand(invoice: Invoice, schedule: Schedule, *, on: dt.date) -> str:
    """The letter for a reminder that a person asks for: that of the latest step due on `on`, else the friendly one."""
    latest = schedule.latest(invoice.days_overdue(on=on))
    return latest.tone if latest else Tone.FRIENDLY


def next_run_on(account: Account, *, at: dt.datetime) -> dt.date:
    """The day of the account's next morning run: today before the morning hour, else tomorrow."""
    today = account.day(at)
    return today if at < account.morning(today) else today + dt.timedelta(days=1)


def schedules_of(department_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Schedule]:
    """The schedule in force of each department. One query, and one more where a department has no steps."""
    ids = set(department_ids)
    steps: dict[uuid.UUID, list[ReminderStep]] = {}
    intervals: dict[uuid.UUID, int] = {}
    in_force = ReminderStep.objects.filter(department__in=ids, archived_at__isnull=True)
    for step in in_force.annotate(interval=F("department__reminder_interval")).order_by("days_overdue"):
        steps.setdefault(step.department_id, []).append(step)
        intervals[step.department_id] = step.interval
    if without := ids - set(steps):
        intervals |= dict(Department.objects.filter(pk__in=without).values_list("pk", "reminder_interval"))
    return {pk: Schedule(steps.get(pk, ()), dt.timedelta(days=days)) for pk, days in intervals.items()}


def histories_of(invoices: Sequence[Invoice]) -> Mapping[uuid.UUID, History]:
    """What has left, and what waits, for each of `invoices`. One query."""
    histories = dict.fromkeys([invoice.id for invoice in invoices], NOTHING)
    reminders: dict[uuid.UUID, list[_Reminder]] = {}
    found = Reminder.objects.filter(invoice__among=histories).exclude(state=Reminder.State.WITHDRAWN)
    for row in found.order_by("sent_at").values_list(*_COLUMNS):
        reminder = _Reminder(*row)
        reminders.setdefault(reminder.invoice_id, []).append(reminder)
    return histories | {id: _history(of_invoice) for id, of_invoice in reminders.items()}


# --- The rule -----------------------------------------------------------------------------------------


def _due_unless_held(invoice: Invoice, schedule: Schedule, history: History, *, on: dt.date) -> ReminderStep | None:
    days_overdue = invoice.days_overdue(on=on)
    if history.is_leaving or not days_overdue:
        return None
    if history.last_on is not None and on - history.last_on < schedule.interval:
        return None
    latest = schedule.latest(days_overdue)
    if latest is None or latest.id in history.steps or latest.days_overdue <= history.furthest:
        return None
    return latest


def _first_due(
    invoice: Invoice, schedule: Schedule, history: History, *, on: dt.date, besides: uuid.UUID | None = None
) -> NextReminder | None:
    """The first step due on a morning from `on` on, other than `besides`."""
    assert invoice.due_on is not None
    start = on if history.last_on is None else max(on, history.last_on + schedule.interval)
    # After that morning another step is the latest on those only on which one falls due.
    falls_due = (invoice.due_on + dt.timedelta(days=step.days_overdue) for step in schedule.steps)
    for morning in chain([start], (day for day in falls_due if day > start)):
        step = _due_unless_held(invoice, schedule, history, on=morning)
        if step and step.id != besides:
            return NextReminder(step, morning, step.channel, step.adds_late_costs)
    return None


def _leaves(waiting: Queued, schedule: Schedule, *, on: dt.date) -> NextReminder:
    step = next((step for step in schedule.steps if step.id == waiting.step_id), None)
    return NextReminder(step, max(waiting.next_attempt_on, on), waiting.channel, waiting.asks_for_costs)


def _held_until(invoice: Invoice) -> dt.date:
    return (invoice.on_hold_until or FOR_GOOD) if invoice.is_on_hold else dt.date.min


# --- What is known of an invoice ------------------------------------------------------------------------


def _exempt_until(invoices: Sequence[Invoice]) -> Mapping[uuid.UUID, dt.date]:
    """Of the customers that get no automatic reminders, until when."""
    exempt = Customer.objects.filter(pk__in={invoice.customer_id for invoice in invoices}).exempt()
    return {pk: until or FOR_GOOD for pk, until in exempt.values_list("pk", "no_reminders_until")}


def _exempt_among(customers: Iterable[Customer]) -> Mapping[uuid.UUID, dt.date]:
    return {each.pk: each.no_reminders_until or FOR_GOOD for each in customers if each.is_exempt}


class _Reminder(NamedTuple):
    """What a history asks of a reminder: of thousands of invoices, so not its letter, which is long, nor a model's row."""

    id: uuid.UUID
    invoice_id: uuid.UUID
    state: str
    channel: str
    step_id: uuid.UUID | None
    days_overdue: int | None
    adds_late_costs: bool | None
    next_attempt_on: dt.date
    claimed_on: dt.date | None
    sent_on: dt.date | None
    asked_by: uuid.UUID | None
    despite_hold: bool
    late_interest: Decimal
    late_fixed_cost: Decimal


def _day(moment: str) -> LocalDay:
    return LocalDay(moment, "account__time_zone")


_ELSEWHERE = {
    "days_overdue": F("step__days_overdue"),
    "adds_late_costs": F("step__adds_late_costs"),
    "next_attempt_on": _day("next_attempt_at"),
    "claimed_on": _day("claimed_at"),
    "sent_on": _day("sent_at"),
}
_COLUMNS: list[Any] = [_ELSEWHERE.get(name, name) for name in _Reminder._fields]
NOTHING = History()
"""Of an invoice that was never reminded."""


def _history(reminders: Sequence[_Reminder]) -> History:
    """Of the reminders of one invoice, those that left in the order in which they did."""
    steps, furthest, last_on, is_leaving = set(), 0, None, False
    queued: Queued | None = None
    first: Sent | None = None
    for each in reminders:
        if each.state == Reminder.State.QUEUED:
            queued = _waiting(each)
        elif each.state in LEFT:
            if each.step_id:
                steps.add(each.step_id)
            furthest = max(furthest, each.days_overdue or 0)
            last_on = max(filter(None, (last_on, each.claimed_on)), default=None)
            is_leaving = is_leaving or each.state == Reminder.State.LEAVING
            if first is None and each.sent_on:
                first = Sent(each.sent_on, each.channel)
    return History(frozenset(steps), furthest, last_on, queued, is_leaving, first)


def _waiting(reminder: _Reminder) -> Queued:
    costs = reminder.late_interest + reminder.late_fixed_cost > 0
    return Queued(
        reminder.id,
        reminder.step_id,
        reminder.next_attempt_on,
        channel=reminder.channel,
        is_asked_for=reminder.step_id is None or reminder.asked_by is not None,
        despite_hold=reminder.despite_hold,
        asks_for_costs=costs if reminder.step_id is None else bool(reminder.adds_late_costs),
    )
