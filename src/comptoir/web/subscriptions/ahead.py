"""The next invoices of a subscription as its form stands, before it is saved."""

import datetime as dt
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import Any

from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.periods import Period, Schedule
from comptoir.subscriptions.records import skipped_ahead
from comptoir.web.invoicing.lines import BaseLines

AHEAD = 12
"""Invoices shown."""


def ahead(
    schedule: Schedule | None, lines: BaseLines, subscription: Subscription | None, *, on: dt.date
) -> dict[str, Any]:
    """The next invoices, what each comes to, and how many of them the next morning makes at once.

    `schedule` is None while nobody said enough; `subscription` is the one that is edited, as it was saved.
    """
    amount = lines.totals().tax_inclusive
    facts: dict[str, Any] = {"upcoming": None, "amount": amount, "currency": lines.currency, "today": on}
    if schedule is None:
        return facts
    upcoming: list[Period] = []
    behind, later = 0, None
    for period in _periods(schedule, subscription):
        if len(upcoming) < AHEAD:
            upcoming.append(period)
        if period.bill_on <= on:
            behind += 1
        else:
            later = later or period
        if later and len(upcoming) == AHEAD:
            break
    return facts | {"upcoming": upcoming, "behind": behind, "behind_amount": behind * amount, "later": later}


def _periods(schedule: Schedule, subscription: Subscription | None) -> Iterator[Period]:
    """Those to come, soonest first. After a pause that ends by itself none is billed before the pause has ended."""
    if subscription is None:
        yield from schedule.since(0)
        return
    skipped = skipped_ahead(subscription)
    if subscription.is_paused:
        typed = copy(subscription)
        typed.days_in_advance, typed.ends_on = schedule.days_in_advance, schedule.ends_on
        typed.starts_on, typed.unit, typed.period = schedule.starts_on, schedule.unit, schedule.period
        for period in typed.upcoming(AHEAD, skipped):
            yield replace(period, bill_on=max(period.bill_on, typed.paused_until or period.bill_on))
    else:
        yield from (each for each in schedule.since(subscription.periods_behind) if each.starts_on not in skipped)
