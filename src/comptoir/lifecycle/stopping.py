"""What stopping business writes, for one customer or for many: the same few statements however many there are.

For the verbs that span it (`deactivation`, `many`): they ask for the rights, lock customers, subscriptions and invoices
in this order, each by id, and decide what is to be done to whom.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.activities.record import Entry, record_all
from comptoir.customers.models import Customer
from comptoir.invoicing.holds import leaving_reminders
from comptoir.invoicing.models import CreditDraft, Invoice, Reminder
from comptoir.subscriptions import ending, pausing, prepaid
from comptoir.subscriptions.ending import When
from comptoir.subscriptions.models import Subscription

ON_HOLD = ("id", "customer", "status", "invoice_number", "due", "currency", "on_hold_since")
"""What has to be known of an invoice to put it on hold and to tell of it."""


@dataclass
class Stop:
    """What is to be done to one customer, and afterwards what was done to it."""

    customer: Customer
    held: list[Invoice] = field(default_factory=list)
    ended: list[Subscription] = field(default_factory=list)
    """Deactivated for good, at once or with what was billed."""
    paused: list[Subscription] = field(default_factory=list)
    credit_drafts: list[CreditDraft] = field(default_factory=list)
    leaving: list[Reminder] = field(default_factory=list)
    """Reminders that were already on their way (G1)."""
    told: dict[str, Any] = field(default_factory=dict)
    """What its activity says besides."""

    def effects(self) -> dict[str, Any]:
        """As the timeline tells them."""
        some = {
            "paused": [each.as_effect() for each in self.paused],
            "ending": [
                each.as_effect() | {"deactivates_on": each.deactivates_on} for each in self.ended if each.is_ending
            ],
            "credit_drafts": prepaid.as_effects(self.credit_drafts),
        }
        return {
            "invoices": [in_brief(invoice) for invoice in self.held],
            "subscriptions": [each.as_effect() for each in self.ended if each.is_deactivated],
            "leaving": [in_brief(reminder.invoice) for reminder in self.leaving],
            **self.told,
            **{name: things for name, things in some.items() if things},
        }


@dataclass(frozen=True)
class How:
    """What was answered besides the boxes."""

    when: str = When.NOW
    credit_prepaid: bool = False
    reason: str = ""
    note: str = ""

    @property
    def credits(self) -> bool:
        """Only what ends now was billed beyond its end."""
        return self.credit_prepaid and self.when == When.NOW


def require_boxes(by: User, how: How, *, hold_invoices: bool, end_subscriptions: bool) -> None:
    """Ask for the customer right, and for those of the boxes that are ticked (NotAllowed)."""
    require(by, Right.CUSTOMERS)
    if hold_invoices or (end_subscriptions and how.credits):
        require(by, Right.INVOICES)
    if end_subscriptions:
        require(by, Right.SUBSCRIPTIONS)


def stop_all(
    stops: Sequence[Stop], how: How, *, account: Account, by: User, at: dt.datetime, may_be_leaving: bool = True
) -> list[Activity]:
    """Do it, inside the transaction that has locked all of it; one activity each, in the order of `stops`.

    `may_be_leaving` spares a question when it is known since the invoices were locked that no reminder of theirs is.
    """
    on = account.day(at)
    held = [invoice.pk for stop in stops for invoice in stop.held]
    if held:
        Invoice.objects.filter(pk__among=held).put_on_hold(by=by, on=on)
    paused = [each for stop in stops for each in stop.paused]
    if paused:
        pausing.pause_all(paused, by=by, at=at, on=on)
    ended = [each for stop in stops for each in stop.ended]
    if ended:
        ending.deactivate_all(ended, by=by, at=at, on=on, reason=how.reason, when=how.when)
    if ended and how.credits:
        drafts = prepaid.draft_credits(ended, by=by, at=at, on=on)
        for stop in stops:
            stop.credit_drafts = [draft for each in stop.ended for draft in drafts.get(each.pk, ())]
    if held and may_be_leaving:
        _name_leaving(stops, held)
    customers = [stop.customer for stop in stops]
    facts = {"deactivated_at": at, "deactivated_by": by}
    _write(customers, at=at, **facts, deactivation_reason=how.reason, deactivation_note=how.note)
    why = {"reason": how.reason, "note": how.note}
    entries = [Entry(stop.customer, stop.customer.pk, why | stop.effects()) for stop in stops]
    return record_all("customer.deactivated", entries, account=account, by=by, at=at)


def clear(customers: Sequence[Customer], *, at: dt.datetime) -> None:
    """Let business go on with them: the rows only."""
    facts = {"deactivated_at": None, "deactivated_by": None}
    _write(customers, at=at, **facts, deactivation_reason="", deactivation_note="")


def in_brief(invoice: Invoice) -> dict[str, object]:
    """How the timeline names an invoice."""
    return {"id": invoice.pk, "number": invoice.invoice_number, "due": invoice.due, "currency": invoice.currency}


def _name_leaving(stops: Iterable[Stop], held: Sequence[UUID]) -> None:
    of: dict[UUID, list[Reminder]] = {}
    for reminder in leaving_reminders(held):
        of.setdefault(reminder.invoice.customer_id, []).append(reminder)
    for stop in stops:
        stop.leaving = of.get(stop.customer.pk, [])


def _write(customers: Sequence[Customer], *, at: dt.datetime, **facts: Any) -> None:
    for customer in customers:
        for name, fact in facts.items():
            setattr(customer, name, fact)
        customer.updated_at = at
    Customer.objects.filter(pk__in=[customer.pk for customer in customers]).update(**facts, updated_at=at)
