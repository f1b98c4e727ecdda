"""Putting many invoices on hold and releasing them, each by the rules of `holds`."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.invoicing.holds import leaving_reminders
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.telling import entry, tell_all


@dataclass(frozen=True)
class Held:
    """What became of one invoice that was to be put on hold."""

    invoice: Invoice
    """As it was before."""
    is_new: bool
    """Whether it is on hold by this; otherwise it was before, or it is settled."""
    is_leaving: bool
    """Whether a reminder was already leaving at that very moment (G1)."""


def hold_all(
    ids: Collection[UUID],
    *,
    account: Account,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    until: dt.date | None = None,
) -> dict[UUID, Held]:
    """Turn off the automatic reminders of the account's invoices of these ids, as `holds.put_on_hold` does of one.

    Settled ones, and those on hold already, are left as they are. All or none, with an activity for each that it
    changes, in a number of statements that does not grow with them; those that are gone are not in the answer. Needs
    the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        invoices = _locked(ids, account)
        new = [invoice for invoice in invoices if not invoice.is_settled and invoice.on_hold_since is None]
        those = {invoice.pk for invoice in new}
        Invoice.objects.filter(pk__among=those).put_on_hold(by=by, on=account.day(at), reason=reason, until=until)
        entries = [entry(invoice, reason=reason, until=until) for invoice in new]
        tell_all("put_on_hold", entries, account=account, by=by, at=at)
        leaving = {reminder.invoice_id for reminder in leaving_reminders(those)}
    return {each.pk: Held(each, each.pk in those, each.pk in leaving) for each in invoices}


def release_all(ids: Collection[UUID], *, account: Account, by: User | None, at: dt.datetime) -> dict[UUID, bool]:
    """Mark the account's invoices of these ids as no longer on hold, as `holds.release` does of one.

    Says of each whether it was on hold; otherwise like `hold_all`.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        invoices = _locked(ids, account)
        held = [invoice for invoice in invoices if invoice.on_hold_since is not None]
        Invoice.objects.filter(pk__in=[each.pk for each in held]).release(on=account.day(at))
        entries = [entry(invoice, since=invoice.on_hold_since) for invoice in held]
        tell_all("released", entries, account=account, by=by, at=at)
    return {invoice.pk: invoice.on_hold_since is not None for invoice in invoices}


def _locked(ids: Collection[UUID], account: Account) -> list[Invoice]:
    rows = Invoice.objects.of(account).filter(pk__in=ids).order_by("pk")
    return list(rows.select_for_update(no_key=True))
