"""The morning run: which reminders are to leave today. Sending them is `sending`'s."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from comptoir.accounts.models import Account
from comptoir.invoicing import attention
from comptoir.invoicing.models import Invoice, Reminder, ReminderStep
from comptoir.invoicing.reach import Reach
from comptoir.invoicing.reminding import History, Schedule, due_step, histories_of, schedules_of

AFRESH = {"state": Reminder.State.QUEUED, "attempts": 0, "error": "", "asked_by": None, "despite_hold": False}
"""A withdrawn reminder that waits again, whoever asked for it before."""
BATCH = 500
"""Invoices looked at in one transaction, with a number of queries that does not depend on it."""


@dataclass(frozen=True)
class QueueRun:
    """What a morning run did."""

    queued: int = 0
    withdrawn: int = 0
    """Waiting reminders of an earlier step that a later one replaced."""
    unreachable: int = 0
    """Invoices for which nobody has an address, told for the first time."""

    def __add__(self, other: "QueueRun") -> "QueueRun":
        return QueueRun(
            self.queued + other.queued, self.withdrawn + other.withdrawn, self.unreachable + other.unreachable
        )


def queue(account: Account, *, on: dt.date, at: dt.datetime) -> QueueRun:
    """Queue the one latest due reminder of every invoice of `account` that may be reminded on the day `on` (G8).

    May be run again, or by two at once: a step of an invoice is queued once. A reminder that was withdrawn is queued
    again when its step is still the one due. A letter waits for a person who prints it. Nobody reachable, by e-mail or by
    post as the step says, becomes a task and an activity, once per step.
    """
    schedules = schedules_of(account.departments.values_list("id", flat=True))
    shortest = min((step.days_overdue for each in schedules.values() for step in each.steps), default=None)
    if shortest is None:
        return QueueRun()
    overdue = Invoice.objects.of(account).remindable(on=on).filter(due_on__lte=on - dt.timedelta(days=shortest))
    batches = overdue.select_related("customer__responsible_user", "department").order_by("due_on", "id")
    batches = batches.prefetch_related("customer__addresses")
    run, invoices = QueueRun(), list(batches[:BATCH])
    while invoices:
        run += _queue(account, invoices, schedules, on=on, at=at)
        last = invoices[-1]
        invoices = list(batches.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, id__gt=last.id))[:BATCH])
    return run


def one_queue_at_a_time(account: Account) -> None:
    """Wait until nobody else puts reminders of `account` in the queue; holds until the transaction ends.

    Without it two might put different reminders of one invoice there, and the database would refuse the second.
    """
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def _queue(
    account: Account,
    invoices: Sequence[Invoice],
    schedules: Mapping[uuid.UUID, Schedule],
    *,
    on: dt.date,
    at: dt.datetime,
) -> QueueRun:
    with transaction.atomic():
        one_queue_at_a_time(account)
        histories = histories_of(invoices)
        due: dict[uuid.UUID, ReminderStep] = {}
        for invoice in invoices:
            step = due_step(invoice, schedules[invoice.department_id], histories[invoice.id], on=on)
            if step and not _waits_already(histories[invoice.id], step):
                due[invoice.id] = step
        reach = Reach([invoice for invoice in invoices if invoice.id in due])
        reachable = [invoice for invoice in reach.invoices if reach.has(invoice, due[invoice.id].channel)]
        there = {invoice.id for invoice in reachable}
        unreachable = [(invoice, due[invoice.id]) for invoice in reach.invoices if invoice.id not in there]
        told = attention.nobody_reachable(unreachable, account=account, on=on, at=at)

        withdrawn = Reminder.objects.filter(invoice__in=reach.invoices).withdraw()
        queued = _put([(invoice, due[invoice.id]) for invoice in _free(reachable)], at=at)
        return QueueRun(queued=queued, withdrawn=withdrawn, unreachable=told)


def _waits_already(history: History, step: ReminderStep) -> bool:
    """This very step is queued, or a reminder that a person asked for, which goes first."""
    waiting = history.queued
    return waiting is not None and (waiting.is_asked_for or waiting.step_id == step.id)


def _free(invoices: Sequence[Invoice]) -> list[Invoice]:
    """Those without a reminder on its way: one may have begun to leave since we looked."""
    busy = set(Reminder.objects.filter(invoice__in=invoices).on_their_way().values_list("invoice_id", flat=True))
    return [invoice for invoice in invoices if invoice.id not in busy]


def _put(due: Sequence[tuple[Invoice, ReminderStep]], *, at: dt.datetime) -> int:
    """Queue these steps: rows withdrawn earlier again, new rows for the rest."""
    withdrawn = Reminder.objects.filter(invoice__in=[invoice for invoice, __ in due], state=Reminder.State.WITHDRAWN)
    earlier = {(row.invoice_id, row.step_id): row.pk for row in withdrawn.only("invoice_id", "step_id")}
    again = [(earlier[key], step) for invoice, step in due if (key := (invoice.id, step.id)) in earlier]
    new = [
        Reminder(
            account_id=invoice.account_id,
            invoice=invoice,
            step=step,
            channel=step.channel,
            due_on=invoice.due_on + dt.timedelta(days=step.days_overdue) if invoice.due_on else at.date(),
            queued_at=at,
            next_attempt_at=at,
        )
        for invoice, step in due
        if (invoice.id, step.id) not in earlier
    ]
    for channel in {step.channel for __, step in again}:
        Reminder.objects.filter(pk__in=[pk for pk, step in again if step.channel == channel]).update(
            **AFRESH, channel=channel, queued_at=at, next_attempt_at=at
        )
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(again) + len(new)
