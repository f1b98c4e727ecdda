"""Reminders that need a person: each becomes an activity and a task for the account manager, instead of silence."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.models import Account
from comptoir.activities.record import Entry, record_all
from comptoir.followups.looking_after import who_looks_after
from comptoir.followups.tasks import NewTask, add_tasks
from comptoir.invoicing.models import Channel, Invoice, Reminder, ReminderStep


def nobody_reachable(
    due: Sequence[tuple[Invoice, ReminderStep | None]], *, account: Account, on: dt.date, at: dt.datetime
) -> int:
    """Tell that these reminders have no recipient, once per invoice and step. Returns how many were new.

    Call it inside a transaction. A constant number of queries; needs the customers and their managers at hand.
    """
    if not due:
        return 0
    keys = {f"unreachable:{invoice.id}:{step.id if step else ''}": (invoice, step) for invoice, step in due}
    managers = who_looks_after([invoice.customer for invoice, __ in keys.values()], account=account)
    with override(account.language):
        tasks = add_tasks(
            [
                NewTask(
                    customer=invoice.customer,
                    title=_title(step) % {"customer": invoice.customer.name[:80], "number": invoice.invoice_number},
                    due_on=on,
                    assignee=managers[invoice.customer_id],
                    reason_key=key,
                )
                for key, (invoice, step) in keys.items()
            ],
            account=account,
            at=at,
        )
    new = [keys[task.reason_key][0] for task in tasks if task.reason_key]
    record_all("reminder.unreachable", [_entry(invoice) for invoice in new], account=account, by=None, at=at)
    return len(new)


def refused(reminders: Sequence[Reminder], *, reason: str, permanent: bool, at: dt.datetime) -> None:
    """Tell that the mail server did not take these, the first time for each, and again, as a task, when it never will.

    Call it inside a transaction, with reminders of one account.
    """
    if not reminders:
        return
    account = reminders[0].account
    telling = {reminder.pk for reminder in reminders if reminder.attempts == 0}
    if permanent:
        with override(account.language):
            title = _("The reminder of invoice %(number)s is refused")
            telling |= _task_each(reminders, "refused", title, reason, at=at)
    told = [reminder for reminder in reminders if reminder.pk in telling]
    entries = [_entry(reminder.invoice, reminder=reminder, reason=reason, permanent=permanent) for reminder in told]
    record_all("reminder.failed", entries, account=account, by=None, at=at)


def uncertain(reminder: Reminder, *, reason: str, at: dt.datetime) -> None:
    """Tell that nobody knows whether this reminder arrived. Call it inside a transaction."""
    with override(reminder.account.language):
        title = _("Find out whether the reminder of invoice %(number)s arrived")
        _task_each([reminder], f"uncertain:{reminder.claimed_at:%Y%m%dT%H%M%S}", title, reason, at=at)
    entry = _entry(reminder.invoice, reminder=reminder, reason=reason)
    record_all("reminder.uncertain", [entry], account=reminder.account, by=None, at=at)


def effects_of(invoice: Invoice, reminder: Reminder | None = None, **more: Any) -> dict[str, Any]:
    """What a reminder's activity remembers: the invoice, the letter and what it asked for, as they were."""
    effects: dict[str, Any] = {
        "invoice": {
            "id": invoice.id,
            "number": invoice.invoice_number,
            "due": invoice.due,
            "currency": invoice.currency,
        }
    }
    if reminder:
        effects["reminder"] = {"id": reminder.id, "days": reminder.step.days_overdue if reminder.step else None}
        if reminder.late_costs:
            effects["late_costs"] = {"interest": reminder.late_interest, "fixed": reminder.late_fixed_cost}
    return effects | more


def _title(step: ReminderStep | None) -> str:
    if step and step.channel == Channel.LETTER:
        return _("Find a postal address: %(customer)s cannot be sent the letter about invoice %(number)s")
    return _("Find an e-mail address: %(customer)s cannot be reminded of invoice %(number)s")


def _entry(invoice: Invoice, reminder: Reminder | None = None, **more: Any) -> Entry:
    return Entry(invoice, invoice.customer_id, effects_of(invoice, reminder, **more))


def _task_each(reminders: Sequence[Reminder], kind: str, title: str, description: str, *, at: dt.datetime) -> set[Any]:
    """A task for each; the ids of the reminders whose task is new."""
    account = reminders[0].account
    managers = who_looks_after([reminder.invoice.customer for reminder in reminders], account=account)
    keys = {f"{kind}:{reminder.pk}": reminder for reminder in reminders}
    tasks = [
        NewTask(
            customer=reminder.invoice.customer,
            title=title % {"number": reminder.invoice.invoice_number},
            description=description,
            due_on=account.day(at),
            assignee=managers[reminder.invoice.customer_id],
            reason_key=key,
        )
        for key, reminder in keys.items()
    ]
    return {keys[task.reason_key].pk for task in add_tasks(tasks, account=account, at=at) if task.reason_key}
