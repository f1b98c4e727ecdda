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
from comptoir.invoicing.recipients import recipients_of
from comptoir.invoicing.reminding import History, due_step, histories_of, schedules_of

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
    again when its step is still the one due. Nobody reachable becomes a task and an activity, once per step.
    """
    schedules = schedules_of(account.departments.values_list("id", flat=True))
    shortest = min((step.days_overdue for steps in schedules.values() for step in steps), default=None)
    if shortest is None:
        return QueueRun()
    overdue = Invoice.objects.of(account).remindable(on=on).filter(due_on__lte=on - dt.timedelta(days=shortest))
    batches = overdue.select_related("customer__responsible_user", "department").order_by("due_on", "id")
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
    schedules: Mapping[uuid.UUID, Sequence[ReminderStep]],
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
        recipients = recipients_of([invoice for invoice in invoices if invoice.id in due])
        reachable = [invoice for invoice in invoices if recipients.get(invoice.id)]
        unreachable = [
            (invoice, due[invoice.id]) for invoice in invoices if invoice.id in due and not recipients[invoice.id]
        ]
        told = attention.nobody_reachable(unreachable, account=account, on=on, at=at)

        withdrawn = Reminder.objects.filter(invoice__in=reachable).withdraw()
        queued = _put([(invoice, due[invoice.id]) for invoice in _free(reachable)], at=at)
        return QueueRun(queued=queued, withdrawn=withdrawn, unreachable=told)


def _waits_already(history: History, step: ReminderStep) -> bool:
    """This very step is queued, or a letter that a person asked for, which goes first."""
    return history.queued is not None and history.queued.step_id in (step.id, None)


def _free(invoices: Sequence[Invoice]) -> list[Invoice]:
    """Those without a reminder on its way: one may have begun to leave since we looked."""
    busy = set(Reminder.objects.filter(invoice__in=invoices).on_their_way().values_list("invoice_id", flat=True))
    return [invoice for invoice in invoices if invoice.id not in busy]


def _put(due: Sequence[tuple[Invoice, ReminderStep]], *, at: dt.datetime) -> int:
    """Queue these steps: rows withdrawn earlier again, new rows for the rest."""
    withdrawn = Reminder.objects.filter(invoice__in=[invoice for invoice, __ in due], state=Reminder.State.WITHDRAWN)
    earlier = {(row.invoice_id, row.step_id): row.pk for row in withdrawn.only("invoice_id", "step_id")}
    again = [earlier[key] for invoice, step in due if (key := (invoice.id, step.id)) in earlier]
    new = [
        Reminder(
            account_id=invoice.account_id,
            invoice=invoice,
            step=step,
            due_on=invoice.due_on + dt.timedelta(days=step.days_overdue) if invoice.due_on else at.date(),
            queued_at=at,
            next_attempt_at=at,
        )
        for invoice, step in due
        if (invoice.id, step.id) not in earlier
    ]
    Reminder.objects.filter(pk__in=again).update(
        state=Reminder.State.QUEUED, queued_at=at, next_attempt_at=at, attempts=0, error=""
    )
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(again) + len(new)
