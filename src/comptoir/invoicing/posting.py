"""Reminders on paper: a person prints them, posts them, and says so.

Printing claims a letter exactly as a sender claims an e-mail (`claiming`): from then on it is leaving, and a hold that comes
later names it. Whoever printed it says what became of it. Silence keeps it leaving, and its invoice without another
reminder; it is never printed a second time by itself (G2).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.invoicing.attention import effects_of
from comptoir.invoicing.claiming import Claim, Prepared, claim
from comptoir.invoicing.models import Reminder, ReminderQuerySet
from comptoir.invoicing.outcomes import RELATIONS, withdraw_unreachable
from comptoir.invoicing.reach import has_postal_address, postal_address
from comptoir.invoicing.writing import written

AT_ONCE = 50
"""Letters printed in one go."""


@dataclass
class Printed:
    """What printing did with each letter."""

    printed: list[Reminder] = field(default_factory=list)
    withdrawn: list[Reminder] = field(default_factory=list)
    """Their invoices were put on hold or settled meanwhile, or their customers get no automatic reminders."""
    unreachable: list[Reminder] = field(default_factory=list)
    """Without a postal address any more; a task says so."""


def to_print(account: Account) -> ReminderQuerySet:
    """The letters that wait for somebody who prints them."""
    waiting: ReminderQuerySet = Reminder.objects.of(account).letters().queued()
    return waiting


def printed(account: Account) -> ReminderQuerySet:
    """The letters that were printed and of which nobody has said yet whether they were posted."""
    on_the_desk: ReminderQuerySet = Reminder.objects.of(account).letters().leaving()
    return on_the_desk


def print_letters(account: Account, *, by: User, at: dt.datetime, only: Iterable[UUID] | None = None) -> Printed:
    """Claim the letters of `account` that wait, the longest waiting first, or `only` those; AT_ONCE at most.

    Each is claimed by itself, committed at once, and withdrawn if it may not leave any more. Of two who print at the same
    moment each letter is one's. Needs the invoice right; call it outside a transaction.
    """
    require(by, Right.INVOICES)
    waiting = to_print(account) if only is None else to_print(account).filter(pk__in=list(only))
    rows = waiting.select_related(*RELATIONS).prefetch_related("invoice__customer__addresses")
    done = Printed()
    for reminder in rows.order_by("queued_at", "id")[:AT_ONCE]:
        _print(reminder, done, at=at)
    return done


def mark_posted(account: Account, ids: Iterable[UUID], *, by: User, at: dt.datetime) -> int:
    """These printed letters were posted: they count as sent. One activity each. Returns how many; needs the invoice right."""
    sent = {"state": Reminder.State.SENT, "sent_at": at, "attempts": F("attempts") + 1}
    return _decide(account, ids, "reminder.posted", sent, by=by, at=at)


def mark_not_posted(account: Account, ids: Iterable[UUID], *, by: User, at: dt.datetime) -> int:
    """These printed letters were not posted: they wait to be printed again. One activity each. Returns how many."""
    again = {"state": Reminder.State.QUEUED, "claimed_at": None, "next_attempt_at": at}
    return _decide(account, ids, "reminder.not_posted", again, by=by, at=at)


def _print(reminder: Reminder, done: Printed, *, at: dt.datetime) -> None:
    if not has_postal_address(reminder.invoice):
        if withdraw_unreachable(reminder, at=at):
            done.unreachable.append(reminder)
        return
    claimed = Claim.CHANGED
    while claimed is Claim.CHANGED:
        now = written(reminder, on=reminder.account.day(at))
        address = ", ".join(postal_address(reminder.invoice))
        claimed = claim(Prepared(reminder, now.letter, now.costs, [address]), at=at)
        if claimed is Claim.CHANGED:
            reminder.invoice.refresh_from_db(fields=["paid_amount", "credited_amount", "due"])
    if claimed is Claim.TAKEN:
        done.printed.append(reminder)
    elif claimed is Claim.WITHDRAWN:
        done.withdrawn.append(reminder)


def _decide(
    account: Account, ids: Iterable[UUID], kind: str, change: dict[str, Any], *, by: User, at: dt.datetime
) -> int:
    require(by, Right.INVOICES)
    with transaction.atomic():
        rows = printed(account).filter(pk__in=list(ids)).select_for_update(of=("self",), no_key=True)
        ours: Sequence[Reminder] = list(rows.select_related("invoice", "step").order_by("pk"))
        Reminder.objects.filter(pk__in=[reminder.pk for reminder in ours]).update(**change)
        entries = [
            Entry(
                reminder.invoice,
                reminder.invoice.customer_id,
                effects_of(reminder.invoice, reminder, recipients=reminder.recipients, asked=reminder.amount_due),
            )
            for reminder in ours
        ]
        record_all(kind, entries, account=account, by=by, at=at)
    return len(ours)
