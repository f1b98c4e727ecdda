"""What the reminders of a morning to come will be, one by one: to whom, which letter, for how much."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from comptoir.core.mail import Letter
from comptoir.invoicing.late_costs import NONE, LateCosts, costs_with_reminder, rules_of
from comptoir.invoicing.letters import letter
from comptoir.invoicing.models import Channel, Invoice, ReminderStep
from comptoir.invoicing.reach import Reach, postal_address
from comptoir.invoicing.reminding import Schedule, histories_of, next_reminders, schedules_of, tone_by_hand


@dataclass(frozen=True)
class Foreseen:
    """A reminder as it will leave if nothing changes before."""

    invoice: Invoice
    step: ReminderStep | None
    """None: asked for by a person."""
    tone: str
    channel: str
    costs: LateCosts
    recipients: list[str]
    """Addresses, or the lines of an envelope; empty: nobody is reachable, and a task will say so."""

    @property
    def asked(self) -> Decimal:
        """What it will ask for in all."""
        asked: Decimal = self.invoice.due + self.costs.total
        return asked

    @property
    def is_letter(self) -> bool:
        """On paper."""
        return self.channel == Channel.LETTER

    @property
    def letter(self) -> Letter:
        """What it will say."""
        return letter(self.invoice, tone=self.tone, costs=self.costs)


def foreseen(invoices: Sequence[Invoice], *, on: dt.date) -> list[Foreseen]:
    """The reminders of those among `invoices` that get one on the morning of `on`, in their order. A constant number of
    queries; needs their customers with addresses, and their departments, at hand."""
    following = next_reminders(invoices, on=on)
    histories, rules = histories_of(invoices), rules_of(invoice.department_id for invoice in invoices)
    schedules, reach = schedules_of(invoice.department_id for invoice in invoices), Reach(invoices)
    found = []
    for invoice in invoices:
        if (reminder := following[invoice.pk]) is None or reminder.on != on:
            continue
        costs = NONE
        if reminder.asks_for_costs:
            costs = costs_with_reminder(invoice, rules, histories[invoice.pk], on=on)
        tone = _tone(invoice, reminder.step, schedules[invoice.department_id], on=on)
        recipients = _recipients(invoice, reminder.channel, reach)
        found.append(Foreseen(invoice, reminder.step, tone, reminder.channel, costs, recipients))
    return found


def _tone(invoice: Invoice, step: ReminderStep | None, schedule: Schedule, *, on: dt.date) -> str:
    return step.tone if step else tone_by_hand(invoice, schedule, on=on)


def _recipients(invoice: Invoice, channel: str, reach: Reach) -> list[str]:
    if channel == Channel.LETTER:
        return postal_address(invoice) if reach.has(invoice, channel) else []
    return reach.recipients[invoice.pk]
