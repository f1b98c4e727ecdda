"""What a reminder would say if it left now: its letter, and the late costs that the letter asks for."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comptoir.core.mail import Letter
from comptoir.invoicing.late_costs import NONE, LateCosts, Rules, costs_with_reminder, rules_of
from comptoir.invoicing.letters import letter
from comptoir.invoicing.mail_templates import Words, own_words
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.reminding import History, Schedule, histories_of, schedules_of, tone_by_hand


@dataclass(frozen=True)
class Written:
    """A letter and the late costs in it."""

    letter: Letter
    costs: LateCosts


@dataclass(frozen=True)
class Sources:
    """What the letters of some reminders are written from, read of all at once."""

    words: Mapping[uuid.UUID, Words]
    """Each account's own."""
    schedules: Mapping[uuid.UUID, Schedule]
    """Of departments for which a person asked: their letters take their tone from it."""
    rules: Rules
    histories: Mapping[uuid.UUID, History]
    """Of invoices whose reminder asks for late costs."""


def sources_of(reminders: Sequence[Reminder]) -> Sources:
    """What `written` needs for these. Five queries at most, and one for each account."""
    by_hand = {reminder.invoice.department_id for reminder in reminders if reminder.step_id is None}
    asking = [reminder.invoice for reminder in reminders if reminder.asks_for_costs]
    rules = rules_of(invoice.department_id for invoice in asking) if asking else {}
    return Sources(
        words={account_id: own_words(account_id) for account_id in {reminder.account_id for reminder in reminders}},
        schedules=schedules_of(by_hand) if by_hand else {},
        rules=rules,
        histories=histories_of(asking) if rules else {},
    )


def written(reminder: Reminder, *, on: dt.date, sources: Sources | None = None) -> Written:
    """`reminder`, which waits, as it would leave on the day `on`. Needs its step, and its invoice's customer and department.

    No query with `sources`, for many letters.
    """
    sources = sources or sources_of([reminder])
    invoice = reminder.invoice
    # What a person chose to ask for is kept on the row, and reckoned anew with what is due by now.
    tone = (
        reminder.step.tone if reminder.step else tone_by_hand(invoice, sources.schedules[invoice.department_id], on=on)
    )
    costs = NONE
    if reminder.asks_for_costs and sources.rules:
        costs = costs_with_reminder(invoice, sources.rules, sources.histories[invoice.pk], on=on)
    return Written(letter(invoice, tone=tone, costs=costs, words=sources.words[reminder.account_id]), costs)


def by_hand(invoice: Invoice, *, with_costs: bool, on: dt.date) -> Written:
    """The reminder that a person asks for on the day `on`."""
    tone = tone_by_hand(invoice, schedules_of([invoice.department_id])[invoice.department_id], on=on)
    costs = costs_of(invoice, on=on) if with_costs else NONE
    return Written(letter(invoice, tone=tone, costs=costs), costs)


def costs_of(invoice: Invoice, *, on: dt.date) -> LateCosts:
    """What a reminder of `invoice` may ask for besides on the day `on`."""
    rules = rules_of([invoice.department_id])
    return costs_with_reminder(invoice, rules, histories_of([invoice])[invoice.pk], on=on) if rules else NONE
