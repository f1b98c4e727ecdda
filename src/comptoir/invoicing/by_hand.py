"""What people do about reminders: ask for one outside the schedule, and decide about one that perhaps arrived."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.invoicing.attention import effects_of
from comptoir.invoicing.late_costs import NONE
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.queueing import one_queue_at_a_time
from comptoir.invoicing.recipients import recipients_of
from comptoir.invoicing.reminding import History, histories_of, schedules_of
from comptoir.invoicing.writing import costs_of


class ReminderRefused(Exception):
    """What was asked about a reminder cannot be done; `str()` is a sentence for people. Nothing was changed."""

    sentence = _("This reminder cannot be sent.")

    def __str__(self) -> str:
        return str(self.sentence)


class NotOverdue(ReminderRefused):
    """Drafts, settled invoices and those not yet overdue are not reminded, not even by hand."""

    sentence = _("This invoice is not overdue, so there is nothing to remind of.")


class OnHold(ReminderRefused):
    """The invoice is on hold and nobody confirmed that it should be reminded all the same."""

    sentence = _("This invoice is on hold. Confirm that you want to send a reminder all the same.")


class TooSoon(ReminderRefused):
    """A reminder left, or perhaps left, within the minimum interval (G8)."""

    def __init__(self, last_on: dt.date, interval: dt.timedelta) -> None:
        self.last_on = last_on
        self.interval = interval
        self.possible_on = last_on + interval
        super().__init__(last_on, interval)

    def __str__(self) -> str:
        return ngettext(
            "A reminder left less than %(days)s day ago. Wait until %(days)s day has passed.",
            "A reminder left less than %(days)s days ago. Wait until %(days)s days have passed.",
            self.interval.days,
        ) % {"days": self.interval.days}


class NobodyReachable(ReminderRefused):
    """There is no address to send it to."""

    sentence = _("There is no e-mail address to send it to. Add one to the invoice or to its customer.")


class NotUncertain(ReminderRefused):
    """It is known what became of this reminder, or somebody else has just decided."""

    sentence = _("Somebody has already decided about this reminder.")


class AnotherOnItsWay(ReminderRefused):
    """A later reminder of the same invoice waits to leave."""

    sentence = _("Another reminder of this invoice is already waiting to leave.")


def remind_by_hand(
    invoice: Invoice, *, by: User, at: dt.datetime, confirmed_hold: bool = False, with_late_costs: bool = False
) -> Reminder:
    """Queue a reminder of `invoice` outside the schedule; the worker sends it at once.

    It replaces a waiting one of the schedule. Asked twice, it is queued once. An invoice on hold needs
    `confirmed_hold`; the hold stays. `with_late_costs` asks for what the
    department's rule gives, if anything. Raises NotOverdue, OnHold, TooSoon or NobodyReachable. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        one_queue_at_a_time(invoice.account)
        invoice = locked(invoice)
        on = invoice.account.day(at)
        history = histories_of([invoice])[invoice.id]
        if history.queued and history.queued.step_id is None:
            return Reminder.objects.get(pk=history.queued.id)
        refuse_unless_possible(invoice, history, on=on, confirmed_hold=confirmed_hold)
        Reminder.objects.filter(invoice=invoice).withdraw()
        costs = costs_of(invoice, on=on) if with_late_costs else NONE
        return Reminder.objects.create(
            account=invoice.account,
            invoice=invoice,
            step=None,
            due_on=on,
            queued_at=at,
            next_attempt_at=at,
            asked_by=by,
            despite_hold=invoice.is_on_hold,
            late_interest=costs.interest,
            late_fixed_cost=costs.fixed,
        )


def refuse_unless_possible(invoice: Invoice, history: History, *, on: dt.date, confirmed_hold: bool) -> None:
    """Raise what stands against a reminder of `invoice` by hand on the day `on`."""
    if not invoice.is_overdue(on=on):
        raise NotOverdue
    interval = schedules_of([invoice.department_id])[invoice.department_id].interval
    if history.last_on is not None and on - history.last_on < interval:
        raise TooSoon(history.last_on, interval)
    if not recipients_of([invoice])[invoice.id]:
        raise NobodyReachable
    if invoice.is_on_hold and not confirmed_hold:
        raise OnHold


def mark_as_sent(reminder: Reminder, *, by: User, at: dt.datetime) -> Reminder:
    """Settle that an uncertain reminder did arrive: it counts as sent when it left. Needs the invoice right."""
    require(by, Right.INVOICES)
    with transaction.atomic():
        reminder = _uncertain(reminder)
        reminder.state, reminder.sent_at, reminder.error = Reminder.State.SENT, reminder.claimed_at, ""
        reminder.save(update_fields=["state", "sent_at", "error"])
        _tell("reminder.found_sent", reminder, by=by, at=at)
    return reminder


def send_again(reminder: Reminder, *, by: User, at: dt.datetime, confirmed_hold: bool = False) -> Reminder:
    """Queue an uncertain reminder once more, because a person found that it did not arrive or wants to be safe.

    The letter is written anew and keeps its Message-ID. Raises OnHold without `confirmed_hold` for an invoice on hold,
    NotOverdue, NotUncertain and AnotherOnItsWay. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        one_queue_at_a_time(reminder.account)
        invoice = locked(reminder.invoice)
        reminder = _uncertain(reminder)
        if not invoice.is_overdue(on=reminder.account.day(at)):
            raise NotOverdue
        if invoice.is_on_hold and not confirmed_hold:
            raise OnHold
        if Reminder.objects.filter(invoice=invoice).on_their_way().exists():
            raise AnotherOnItsWay
        reminder.state, reminder.claimed_at, reminder.error = Reminder.State.QUEUED, None, ""
        reminder.queued_at = reminder.next_attempt_at = at
        reminder.attempts, reminder.asked_by, reminder.despite_hold = 0, by, invoice.is_on_hold
        reminder.save()
        _tell("reminder.sent_again", reminder, by=by, at=at)
    return reminder


def _uncertain(reminder: Reminder) -> Reminder:
    rows = Reminder.objects.uncertain().select_for_update(of=("self",), no_key=True)
    found: Reminder | None = rows.select_related("account", "invoice", "step").filter(pk=reminder.pk).first()
    if found is None:
        raise NotUncertain
    return found


def _tell(kind: str, reminder: Reminder, *, by: User, at: dt.datetime) -> None:
    record(
        kind,
        account=reminder.account,
        by=by,
        at=at,
        subject=reminder.invoice,
        customer_id=reminder.invoice.customer_id,
        **effects_of(reminder.invoice, reminder),
    )
