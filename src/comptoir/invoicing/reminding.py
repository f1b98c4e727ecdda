"""When an invoice is reminded: the one rule that the nightly run, the dialogs and the pages all follow.

On a morning an invoice gets the latest step of its department's schedule that has fallen due, or nothing. A step that
was jumped over, during a hold, an outage or before an import, is not sent afterwards (G8).
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comptoir.accounts.models import Account
from comptoir.core.days import local_day
from comptoir.invoicing.models import Invoice, Reminder, ReminderStep, Status, Tone

MINIMUM_INTERVAL = dt.timedelta(days=5)
"""Never two reminders of one invoice within this many days (G8), counted from the day the last one left, or perhaps
left, whether the schedule or a person sent it."""

LEFT = (Reminder.State.LEAVING, Reminder.State.SENT, Reminder.State.UNCERTAIN)


@dataclass(frozen=True)
class History:
    """What has left for an invoice, for certain or perhaps."""

    steps: frozenset[uuid.UUID] = frozenset()
    furthest: int = 0
    """The days overdue of the furthest of these steps; 0 when none left."""
    last_on: dt.date | None = None
    """The day the last reminder left, by hand or by the schedule."""
    queued: "Queued | None" = None
    """The one that waits to leave."""


@dataclass(frozen=True)
class Queued:
    """A reminder waiting to leave. `step_id` None: asked for by a person."""

    id: uuid.UUID
    step_id: uuid.UUID | None
    next_attempt_on: dt.date


@dataclass(frozen=True)
class NextReminder:
    """The step that an invoice gets next, and the day of the morning run that sends it."""

    step: ReminderStep | None
    """None: the letter that a person asked for."""
    on: dt.date


def due_step(invoice: Invoice, steps: Sequence[ReminderStep], history: History, *, on: dt.date) -> ReminderStep | None:
    """The step that the run of the morning of `on` has to send for `invoice`, or None.

    `steps` are the department's, in the order of their days. None while the invoice is on hold, not overdue or settled;
    when the latest due step, or one after it, has left; and within the minimum interval after the last reminder.
    """
    if invoice.is_on_hold or not invoice.is_overdue(on=on):
        return None
    if history.last_on is not None and on - history.last_on < MINIMUM_INTERVAL:
        return None
    overdue = invoice.days_overdue(on=on)
    latest = max((step for step in steps if step.days_overdue <= overdue), key=_days, default=None)
    if latest is None or latest.id in history.steps or latest.days_overdue <= history.furthest:
        return None
    return latest


def next_reminder(
    invoice: Invoice, steps: Sequence[ReminderStep], history: History, *, on: dt.date
) -> NextReminder | None:
    """What leaves next if nothing changes, from the morning of `on` on; None when nothing will."""
    if invoice.is_on_hold or invoice.status != Status.OUTSTANDING or invoice.due_on is None:
        return None
    if waiting := history.queued:
        step = next((step for step in steps if step.id == waiting.step_id), None)
        return NextReminder(step, max(waiting.next_attempt_on, on))
    mornings = {on} | {invoice.due_on + dt.timedelta(days=step.days_overdue) for step in steps}
    if history.last_on is not None:
        mornings.add(history.last_on + MINIMUM_INTERVAL)
    for morning in sorted(day for day in mornings if day >= on):
        if step := due_step(invoice, steps, history, on=morning):
            return NextReminder(step, morning)
    return None


def next_reminders(invoices: Sequence[Invoice], *, on: dt.date) -> dict[uuid.UUID, NextReminder | None]:
    """For each of `invoices`, what leaves next, from the morning of `on` on. Two queries, however many invoices.

    Pass `next_run_on(account, at=now)` as `on`: after this morning's run the next chance is tomorrow.
    """
    schedules = schedules_of(invoice.department_id for invoice in invoices)
    histories = histories_of(invoices)
    return {
        invoice.id: next_reminder(invoice, schedules[invoice.department_id], histories[invoice.id], on=on)
        for invoice in invoices
    }


def tone_by_hand(invoice: Invoice, steps: Sequence[ReminderStep], *, on: dt.date) -> str:
    """The letter for a reminder that a person asks for: that of the latest step due on `on`, else the friendly one."""
    due = [step for step in steps if step.days_overdue <= invoice.days_overdue(on=on)]
    return max(due, key=_days).tone if due else Tone.FRIENDLY


def next_run_on(account: Account, *, at: dt.datetime) -> dt.date:
    """The day of the account's next morning run: today before the morning hour, else tomorrow."""
    today = account.day(at)
    return today if at < account.morning(today) else today + dt.timedelta(days=1)


def schedules_of(department_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, list[ReminderStep]]:
    """The steps in force of each department, in the order of their days. One query."""
    schedules: dict[uuid.UUID, list[ReminderStep]] = {id: [] for id in department_ids}
    for step in ReminderStep.objects.filter(department__in=schedules, archived_at__isnull=True).order_by(
        "days_overdue"
    ):
        schedules[step.department_id].append(step)
    return schedules


def histories_of(invoices: Sequence[Invoice]) -> Mapping[uuid.UUID, History]:
    """What has left, and what waits, for each of `invoices`. One query."""
    reminders: dict[uuid.UUID, list[Reminder]] = {invoice.id: [] for invoice in invoices}
    found = Reminder.objects.filter(invoice__in=reminders).exclude(state=Reminder.State.WITHDRAWN)
    for reminder in found.select_related("step", "account"):
        reminders[reminder.invoice_id].append(reminder)
    return {id: _history(of_invoice) for id, of_invoice in reminders.items()}


def _history(reminders: Sequence[Reminder]) -> History:
    left = [reminder for reminder in reminders if reminder.state in LEFT]
    return History(
        steps=frozenset(reminder.step_id for reminder in left if reminder.step_id),
        furthest=max((reminder.step.days_overdue for reminder in left if reminder.step), default=0),
        last_on=max((_day(reminder, reminder.claimed_at) for reminder in left if reminder.claimed_at), default=None),
        queued=next((_waiting(reminder) for reminder in reminders if reminder.state == Reminder.State.QUEUED), None),
    )


def _waiting(reminder: Reminder) -> Queued:
    return Queued(reminder.id, reminder.step_id, _day(reminder, reminder.next_attempt_at))


def _day(reminder: Reminder, at: dt.datetime) -> dt.date:
    return local_day(at, reminder.account.time_zone)


def _days(step: ReminderStep) -> int:
    return step.days_overdue
