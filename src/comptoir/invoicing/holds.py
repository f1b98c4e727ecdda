"""Stopping and resuming the chase of an invoice. While it is on hold no automatic reminder for it leaves (G1)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.invoicing.locking import locked as lock
from comptoir.invoicing.models import Invoice, InvoiceQuerySet, Reminder
from comptoir.invoicing.telling import tell


class AlreadySettled(Exception):
    """Nothing is due on the invoice any more, so there is nothing to hold; `str()` is a sentence for people."""

    def __str__(self) -> str:
        return str(_("This invoice is settled: no reminders are sent for it any more."))


@dataclass(frozen=True)
class Held:
    """What a hold did: the invoice as it is now, and a reminder that was already leaving at that very moment."""

    invoice: Invoice
    leaving: Reminder | None


def put_on_hold(
    invoice: Invoice, *, by: User | None, at: dt.datetime, reason: str = "", until: dt.date | None = None
) -> Held:
    """Turn off the automatic reminders of an unsettled invoice, until `until` (the first day it is chased again) or for good.

    An invoice already on hold keeps its earlier day and gets no second activity. Refuses a settled invoice with
    AlreadySettled. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        locked = lock(invoice)
        if locked.is_settled:
            raise AlreadySettled
        if _only(locked).put_on_hold(by=by, on=locked.account.day(at), reason=reason, until=until):
            locked.refresh_from_db()
            tell("put_on_hold", locked, by=by, at=at, reason=reason, until=until)
        leaving = Reminder.objects.leaving().filter(invoice=locked).first()
    return Held(locked, leaving)


def release(invoice: Invoice, *, by: User | None, at: dt.datetime) -> Invoice:
    """Mark an invoice as no longer on hold: the next morning's run chases it again, with at most one reminder (G8).

    Releasing an invoice that is not on hold changes nothing. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        locked = lock(invoice)
        _release(locked, by=by, at=at)
    return locked


def expire(account: Account, *, on: dt.date, at: dt.datetime) -> int:
    """Release every hold of the account whose end date has come on the day `on`. Returns how many."""
    released = 0
    with transaction.atomic():
        for invoice in Invoice.objects.of(account).filter(on_hold_until__lte=on).order_by("pk"):
            locked = lock(invoice)
            # Somebody may have put it on hold anew, for longer, while we waited for it.
            if locked.on_hold_until and locked.on_hold_until <= on:
                released += _release(locked, by=None, at=at)
    return released


def leaving_reminders(invoice_ids: Iterable[object]) -> list[Reminder]:
    """The reminders that were claimed before a hold of these invoices was written, and may still arrive (G1).

    Ask inside the transaction of the hold, once it has locked them: from then on no other can be claimed.
    """
    return list(Reminder.objects.leaving().filter(invoice__among=invoice_ids).select_related("invoice"))


def _release(locked: Invoice, *, by: User | None, at: dt.datetime) -> bool:
    since = locked.on_hold_since
    was_held = bool(_only(locked).release(on=locked.account.day(at)))
    if was_held:
        locked.refresh_from_db()
        tell("released", locked, by=by, at=at, since=since)
    return was_held


def _only(invoice: Invoice) -> InvoiceQuerySet:
    return Invoice.objects.filter(pk=invoice.pk)
