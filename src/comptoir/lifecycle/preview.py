"""What deactivating a customer would mean, named one by one (R4)."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import F

from comptoir.accounts.models import User
from comptoir.accounts.plans import Module
from comptoir.activities.models import Activity
from comptoir.core.asking import only
from comptoir.customers.models import Customer, Link
from comptoir.invoicing.models import CreditDraft, Invoice, Reminder
from comptoir.invoicing.reminding import NextReminder, histories_of, next_reminders, next_run_on
from comptoir.lifecycle.open_work import OpenWork, Thing, open_work_of
from comptoir.lifecycle.stopping import ON_HOLD
from comptoir.subscriptions import ending, prepaid
from comptoir.subscriptions.figures import per_month
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.prepaid import Prepaid

SOON = dt.timedelta(days=7)
"""How far ahead the dialog looks when it says which reminders would still leave."""

SHOWN = (*ON_HOLD, "department", "due_on", "on_hold_until")
"""What has to be known of an invoice to say what would become of it. There may be thousands: no more is read."""


@dataclass(frozen=True)
class InvoiceAtStake:
    """An unsettled invoice and the reminder that would leave next for it, if any."""

    invoice: Invoice
    next_reminder: NextReminder | None
    is_leaving: bool
    """Whether one is on its way out at this very moment (G1)."""


@dataclass(frozen=True)
class Preview:
    """What the dialog shows. `fingerprint` changes with any of it."""

    customer: Customer
    at: dt.datetime
    on: dt.date
    """The day of `at` in the account's time zone."""
    invoices: list[InvoiceAtStake]
    subscriptions: list[Subscription]
    linked: list[Customer]
    """Active customers linked with this one: they stay active (R14)."""
    open_work: OpenWork
    """Deals, quotations and follow-ups. They ask for nothing: left alone, they stay as they are (R13)."""

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask; if not, the customer is deactivated at once (R2)."""
        return bool(self.invoices or self.subscriptions)

    @cached_property
    def due(self) -> dict[str, Decimal]:
        """What the unsettled invoices come to, per currency."""
        return _per_currency((stake.invoice.currency, stake.invoice.due) for stake in self.invoices)

    @cached_property
    def recurring(self) -> dict[str, Decimal]:
        """What the active subscriptions come to per month, per currency."""
        return _per_currency(
            (s.currency, per_month(s.tax_inclusive, unit=s.unit, period=s.period, currency=s.currency))
            for s in self.subscriptions
        )

    @cached_property
    def reminders_soon(self) -> list[InvoiceAtStake]:
        """The invoices whose next reminder would leave within the next seven days."""
        return [s for s in self.invoices if s.next_reminder and s.next_reminder.on <= self.on + SOON]

    @property
    def has_leaving(self) -> bool:
        """Whether a reminder of any of the invoices is on its way out."""
        return any(stake.is_leaving for stake in self.invoices)

    @property
    def tomorrow(self) -> dt.date:
        """The day after `on`."""
        return self.on + dt.timedelta(days=1)

    @cached_property
    def next_billed(self) -> Subscription | None:
        """The subscription that would make an invoice first."""
        return min(self.running, key=lambda s: (s.bill_on, s.pk), default=None)

    @property
    def running(self) -> list[Subscription]:
        """The subscriptions that are not paused."""
        return [subscription for subscription in self.subscriptions if not subscription.is_paused]

    @cached_property
    def paid_until(self) -> dt.date | None:
        """The last day that was billed of any of the subscriptions, if it is later than today."""
        ends = [day for day in ending.paid_until(self.subscriptions).values() if day > self.on]
        return max(ends, default=None)

    @cached_property
    def prepaid(self) -> list[Prepaid]:
        """What was billed of the subscriptions beyond `on`; could be credited if they end then."""
        return list(prepaid.of(self.subscriptions, on=self.on).values()) if self.paid_until else []

    @property
    def to_credit(self) -> dict[str, Decimal]:
        """What that comes to with VAT, per currency."""
        return _per_currency(item for each in self.prepaid for item in each.amounts.items())

    @cached_property
    def fingerprint(self) -> str:
        """A short text that is the same exactly as long as all of the above is."""
        facts = [
            str(self.customer.deactivated_at),
            sorted(map(_facts_of, self.invoices)),
            [
                [str(s.pk), str(s.paused_at), str(s.bill_on), str(s.tax_inclusive)]
                for s in sorted(self.subscriptions, key=lambda s: s.pk)
            ],
            sorted(str(other.pk) for other in self.linked),
            self.open_work.fingerprint,
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


class StalePreview(Exception):
    """What was shown is no longer what would happen. Carries the fresh preview; nothing was done."""

    def __init__(self, fresh: Preview) -> None:
        self.fresh = fresh
        super().__init__(fresh.customer.pk)


@dataclass(frozen=True)
class Outcome:
    """What a deactivation did. Without an activity: somebody else had done it before."""

    customer: Customer
    activity: Activity | None = None
    held: list[Invoice] = field(default_factory=list)
    ended: list[Subscription] = field(default_factory=list)
    """Ended for good, at once or with what was billed."""
    paused: list[Subscription] = field(default_factory=list)
    credit_drafts: list[CreditDraft] = field(default_factory=list)
    leaving: list[Reminder] = field(default_factory=list)
    """Reminders that were already on their way at that very moment (G1)."""
    handed_over: list[Thing] = field(default_factory=list)
    handed_over_to: User | None = None
    left_open: list[Thing] = field(default_factory=list)
    """What is still open with the customer, and whose it was before."""

    @property
    def can_be_undone(self) -> bool:
        """Ending a subscription is for good (R7)."""
        return self.activity is not None and not self.ended


def preview(customer: Customer, *, at: dt.datetime, lock: bool = False) -> Preview:
    """What deactivating `customer` at the moment `at` would find. With `lock`, inside a transaction, it stays so.

    Subscriptions are locked before invoices: a period that is being billed is then either seen or not billed at all.
    """
    account = customer.account
    subscriptions = customer.subscriptions.active().order_by(F("bill_on").asc(nulls_last=True), "pk")
    invoices = Invoice.objects.unsettled().filter(customer=customer.pk)
    invoices = invoices.order_by(F("due_on").asc(nulls_last=True), "pk")
    if lock:
        subscriptions = subscriptions.order_by("pk").select_for_update(no_key=True)
        invoices = invoices.order_by("pk").select_for_update(no_key=True)
    running = list(subscriptions) if account.has(Module.SUBSCRIPTIONS) else []
    for subscription in running:
        subscription.account = account
    unsettled = only(invoices, *SHOWN)
    histories = histories_of(unsettled)
    reminders = next_reminders(unsettled, on=next_run_on(account, at=at), histories=histories, customers=[customer])
    return Preview(
        customer=customer,
        at=at,
        on=account.day(at),
        invoices=[
            InvoiceAtStake(invoice, reminders[invoice.pk], histories[invoice.pk].is_leaving) for invoice in unsettled
        ],
        subscriptions=running,
        linked=_linked(customer),
        open_work=open_work_of(customer, at=at),
    )


def _linked(customer: Customer) -> list[Customer]:
    if customer.is_company:
        ids = Link.objects.filter(company=customer).values("contact")
    else:
        ids = Link.objects.filter(contact=customer).values("company")
    # Their names, and what leads to their pages.
    return only(Customer.objects.active().filter(pk__in=ids).order_by("sort_name", "pk"), "id", "kind", "name")


def _facts_of(stake: InvoiceAtStake) -> str:
    invoice, reminder = stake.invoice, stake.next_reminder
    facts = f"{invoice.pk} {invoice.status} {invoice.due} {invoice.due_on} {invoice.on_hold_since}"
    return f"{facts} {reminder.step and reminder.step.pk} {reminder.on}" if reminder else facts


def _per_currency(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return sums
