"""What pages say of quotations: how they stand, and what they come to."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import ngettext, pgettext

from comptoir.quotations.models import Quotation
from comptoir.quotations.words import every
from comptoir.subscriptions.models import PERIODS, Unit
from comptoir.web import speech


def state(quotation: Quotation, *, on: dt.date) -> str:
    """How it stands on the day `on`, in one word: its status; of an open one also how far it came."""
    if not quotation.is_open:
        return quotation.status
    if quotation.is_expired(on=on):
        return "expired"
    if quotation.opened_at:
        return "opened"
    return "sent" if quotation.sent_at else "open"


def state_label(state: str) -> str:
    """The word of a badge."""
    return {
        "open": pgettext("quotation", "Open"),
        "sent": pgettext("quotation", "Sent"),
        "opened": pgettext("quotation", "Opened"),
        "expired": pgettext("quotation", "Expired"),
        "accepted": pgettext("quotation", "Accepted"),
        "rejected": pgettext("quotation", "Refused"),
        "closed": pgettext("quotation", "Closed"),
    }[state]


STATE_COLOURS = {"open": "outline", "sent": "accent", "opened": "accent", "expired": "amber", "accepted": "green"}
"""Those of the others is the quiet one."""


def amounts(quotation: Quotation) -> list[str]:
    """What it comes to, VAT included: once, if anything, then each cycle: `€ 1,210.00`, `€ 121.00/month`."""
    recurring = [
        per_cycle(Decimal(each["tax_inclusive"]), quotation.currency, unit=each["unit"], period=each["period"])
        for each in quotation.recurring
    ]
    if not quotation.tax_inclusive and recurring:
        return recurring
    return [speech.money(quotation.tax_inclusive, quotation.currency), *recurring]


def length(cycle: tuple[str, int]) -> tuple[int, int]:
    """What cycles are sorted by: weeks, months, years."""
    unit, period = cycle
    return Unit.values.index(unit), period


def cycle_choices() -> list[tuple[str, str]]:
    """How often a line can be charged, as one select offers it."""
    cycles = [(unit, period) for unit, periods in PERIODS.items() for period in periods]
    return [("", charged("", None)), *((f"{unit} {period}", charged(unit, period)) for unit, period in cycles)]


def charged(unit: str, period: int | None) -> str:
    """`once`, `every month`, `every 3 months`."""
    return every(unit, period) if unit and period else pgettext("cycle", "once")


def per_cycle(amount: Decimal, currency: str, *, unit: str, period: int) -> str:
    """`€ 121.00/month`, `€ 121.00/3 months`: short, for tables."""
    if unit == Unit.WEEK:
        sentence = ngettext("%(amount)s/week", "%(amount)s/%(number)s weeks", period)
    elif unit == Unit.MONTH:
        sentence = ngettext("%(amount)s/month", "%(amount)s/%(number)s months", period)
    else:
        sentence = ngettext("%(amount)s/year", "%(amount)s/%(number)s years", period)
    return sentence % {"amount": speech.money(amount, currency), "number": period}
