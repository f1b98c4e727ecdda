"""What a reminder would say if it left now: its letter, and the late costs that the letter asks for."""

import datetime as dt
from dataclasses import dataclass

from comptoir.core.mail import Letter
from comptoir.invoicing.late_costs import NONE, LateCosts, costs_with_reminder, rules_of
from comptoir.invoicing.letters import letter
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.invoicing.reminding import histories_of, schedules_of, tone_by_hand


@dataclass(frozen=True)
class Written:
    """A letter and the late costs in it."""

    letter: Letter
    costs: LateCosts


def written(reminder: Reminder, *, on: dt.date) -> Written:
    """`reminder`, which waits, as it would leave on the day `on`. Needs its step, and its invoice's customer and department."""
    invoice = reminder.invoice
    if reminder.step:
        return _written(invoice, reminder.step.tone, asks=reminder.asks_for_costs, on=on)
    # What a person chose to ask for is kept on the row, and reckoned anew with what is due by now.
    return by_hand(invoice, with_costs=reminder.asks_for_costs, on=on)


def by_hand(invoice: Invoice, *, with_costs: bool, on: dt.date) -> Written:
    """The reminder that a person asks for on the day `on`."""
    tone = tone_by_hand(invoice, schedules_of([invoice.department_id])[invoice.department_id], on=on)
    return _written(invoice, tone, asks=with_costs, on=on)


def costs_of(invoice: Invoice, *, on: dt.date) -> LateCosts:
    """What a reminder of `invoice` may ask for besides on the day `on`."""
    rules = rules_of([invoice.department_id])
    return costs_with_reminder(invoice, rules, histories_of([invoice])[invoice.pk], on=on) if rules else NONE


def _written(invoice: Invoice, tone: str, *, asks: bool, on: dt.date) -> Written:
    costs = costs_of(invoice, on=on) if asks else NONE
    return Written(letter(invoice, tone=tone, costs=costs), costs)
