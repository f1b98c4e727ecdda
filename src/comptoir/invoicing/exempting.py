"""No automatic reminders for a customer, whatever it owes. Business goes on: this is neither a hold nor a deactivation.

Its invoices keep their own holds. A person may still send a reminder by hand.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Reminder


@dataclass(frozen=True)
class Exempted:
    """What it did: the customer as it is now, and the reminders that were already leaving at that very moment."""

    customer: Customer
    leaving: list[Reminder]


def exempt(
    customer: Customer, *, by: User | None, at: dt.datetime, reason: str = "", until: dt.date | None = None
) -> Exempted:
    """Turn off the automatic reminders of `customer`, until `until` (the first day it is reminded again) or for good.

    From the commit on no automatic reminder of any of its invoices starts to leave, even one already queued; those in
    flight are named. For one already exempt, a new reason or end takes the place of the old one; the same again changes
    nothing. An end must lie in the future. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        kept = _locked(customer)
        on = kept.account.day(at)
        if until is not None and until <= on:
            raise ValidationError({"until": _("Choose a day in the future: on it the reminders begin again.")})
        if (kept.is_exempt, kept.no_reminders_reason, kept.no_reminders_until) != (True, reason, until):
            kept.no_reminders_since = kept.no_reminders_since or on
            kept.no_reminders_by, kept.no_reminders_reason, kept.no_reminders_until = by, reason, until
            _save(kept)
            _tell("customer.exempted", kept, by=by, at=at, reason=reason, until=until)
        # Read under the lock that each claim takes: whoever claimed before us is seen here, nobody claims after us.
        leaving = Reminder.objects.leaving().filter(invoice__customer=kept).select_related("invoice", "asked_by")
        return Exempted(kept, list(leaving))


def chase_again(customer: Customer, *, by: User | None, at: dt.datetime) -> Customer:
    """Turn the automatic reminders of `customer` on again: from the next morning on, at most one for each invoice (G8).

    Changes nothing for one that gets them already. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        kept = _locked(customer)
        if kept.is_exempt:
            _end(kept, by=by, at=at)
    return kept


def expire(account: Account, *, on: dt.date, at: dt.datetime) -> int:
    """End every exemption of the account whose end has come on the day `on`, one activity each. Returns how many."""
    with transaction.atomic():
        over = Customer.objects.of(account).exempt().filter(no_reminders_until__lte=on)
        customers = list(over.select_for_update(of=("self",), no_key=True).select_related("account").order_by("pk"))
        for customer in customers:
            _end(customer, by=None, at=at)
    return len(customers)


def _end(customer: Customer, *, by: User | None, at: dt.datetime) -> None:
    since = customer.no_reminders_since
    customer.no_reminders_since = customer.no_reminders_by = customer.no_reminders_until = None
    customer.no_reminders_reason = ""
    _save(customer)
    _tell("customer.chased_again", customer, by=by, at=at, since=since)


def _locked(customer: Customer) -> Customer:
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    kept: Customer = rows.get(pk=customer.pk)
    return kept


def _save(customer: Customer) -> None:
    customer.save(update_fields=["no_reminders_since", "no_reminders_by", "no_reminders_reason", "no_reminders_until"])


def _tell(kind: str, customer: Customer, *, by: User | None, at: dt.datetime, **effects: object) -> None:
    record(kind, account=customer.account, by=by, at=at, subject=customer, customer_id=customer.pk, **effects)
