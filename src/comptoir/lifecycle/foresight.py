"""What stopping or resuming business with many customers would come to: asked of the database, whatever their number."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from comptoir.accounts.models import Account
from comptoir.accounts.plans import Module
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.money import ZERO, rounded
from comptoir.customers.models import CustomerQuerySet
from comptoir.invoicing.leaving import leaving_on
from comptoir.invoicing.models import Invoice, InvoiceQuerySet, Status
from comptoir.lifecycle.preview import SOON
from comptoir.subscriptions import figures, prepaid
from comptoir.subscriptions.models import BilledPeriod, Subscription, SubscriptionQuerySet

ACTIVE = Q(deactivated_at__isnull=True)
TO_THE_CENT = 100
"""Of so many subscriptions it is said what was billed ahead; of more, only of how many something was."""


@dataclass
class AtStake:
    """What is open with a customer, or with many: what the two boxes are about. Amounts are per currency."""

    invoices: int = 0
    due: dict[str, Decimal] = field(default_factory=dict)
    drafts: int = 0
    on_hold: int = 0
    """Invoices that are on hold already; they keep their day."""
    subscriptions: int = 0
    per_month: dict[str, Decimal] = field(default_factory=dict)

    def add(self, invoices: Mapping[str, Any]) -> None:
        """Count in the unsettled invoices of one currency."""
        currency = invoices["currency"]
        self.invoices += invoices["count"]
        self.drafts += invoices["drafts"]
        self.on_hold += invoices["held"]
        self.due[currency] = rounded(self.due.get(currency, ZERO) + invoices["amount"], currency)


@dataclass(frozen=True)
class Foresight:
    """What deactivating the customers would find. `fingerprint` changes with any of it."""

    customers: int
    """Those that are active."""
    deactivated: int
    """Those that are not, and are left alone."""
    at_stake: AtStake
    reminders_soon: int
    """Invoices of which a reminder would leave within the next seven days."""
    paused: int
    """Of the subscriptions."""
    next_bill_on: dt.date | None
    billed_ahead: int
    """Subscriptions of which something was billed beyond today."""
    to_credit: dict[str, Decimal] | None
    """What that comes to with VAT, per currency; None: they are too many to say it beforehand."""

    @property
    def fingerprint(self) -> str:
        """A short text that is the same exactly as long as all of the above is."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:32]


@dataclass
class Stays:
    """What reactivating leaves as it is (R11)."""

    on_hold: int = 0
    ended: int = 0
    paused: int = 0


@dataclass(frozen=True)
class Resuming:
    """What reactivating the customers would find."""

    customers: int
    """Those that are deactivated."""
    active: int
    """Those that are not, and are left alone."""
    stays: Stays


def foresee(customers: CustomerQuerySet, *, account: Account, at: dt.datetime) -> Foresight:
    """What deactivating those of the account's `customers` that are active would find at the moment `at`."""
    counts = customers.aggregate(active=Count("pk", filter=ACTIVE), deactivated=Count("pk", filter=~ACTIVE))
    active = customers.active()
    at_stake = AtStake()
    for row in _summed(Invoice.objects.unsettled().filter(customer__in=active), "currency"):
        at_stake.add(row)
    ours = _subscriptions(account).filter(customer__in=active)
    running = figures.together(ours)
    at_stake.subscriptions, at_stake.per_month = running.active_count, running.per_month
    ahead = _billed_ahead(ours, on=account.day(at)) if running.active_count else []
    return Foresight(
        customers=counts["active"],
        deactivated=counts["deactivated"],
        at_stake=at_stake,
        reminders_soon=_reminders_soon(active, account, at=at) if at_stake.invoices else 0,
        paused=ours.paused().count() if running.active_count else 0,
        next_bill_on=running.next_bill_on,
        billed_ahead=len(ahead),
        to_credit=_to_credit(ahead, account, on=account.day(at)) if len(ahead) <= TO_THE_CENT else None,
    )


def at_stake_of(ids: Collection[UUID], *, account: Account) -> dict[UUID, AtStake]:
    """The same of each of some of the account's customers, in two queries."""
    found: dict[UUID, AtStake] = defaultdict(AtStake)
    for row in _summed(Invoice.objects.of(account).unsettled().filter(customer__in=ids), "customer", "currency"):
        found[row["customer"]].add(row)
    for pk, running in figures.active_of(_subscriptions(account).filter(customer__in=ids)).items():
        found[pk].subscriptions, found[pk].per_month = running.active_count, running.per_month
    return found


def foresee_resuming(customers: CustomerQuerySet, *, account: Account) -> Resuming:
    """What reactivating those of the account's `customers` that are deactivated would find."""
    counts = customers.aggregate(active=Count("pk", filter=ACTIVE), deactivated=Count("pk", filter=~ACTIVE))
    stays = Stays(
        **{name: rows.filter(customer__in=customers.deactivated()).count() for name, rows in _staying(account).items()}
    )
    return Resuming(counts["deactivated"], counts["active"], stays)


def stays_of(ids: Collection[UUID], *, account: Account) -> dict[UUID, Stays]:
    """The same of each of some of the account's customers, in three queries."""
    found: dict[UUID, Stays] = defaultdict(Stays)
    for name, rows in _staying(account).items():
        counts = rows.filter(customer__in=ids).order_by().values_list("customer").annotate(Count("pk"))
        for pk, count in counts:
            setattr(found[pk], name, count)
    return found


def _staying(account: Account) -> dict[str, OwnedQuerySet]:
    return {
        "on_hold": Invoice.objects.of(account).on_hold(),
        "ended": Subscription.objects.of(account).deactivated(),
        "paused": _subscriptions(account).paused(),
    }


def _reminders_soon(customers: CustomerQuerySet, account: Account, *, at: dt.datetime) -> int:
    # What is due on a morning, and not sent, is due on each later one: so the last of them tells of all.
    by_then = leaving_on(account, on=account.day(at) + SOON)
    return by_then.filter(customer__in=customers).count()


def _billed_ahead(subscriptions: SubscriptionQuerySet, *, on: dt.date) -> list[UUID]:
    periods = BilledPeriod.objects.filter(subscription=OuterRef("pk"), ends_on__gt=on)
    return list(subscriptions.filter(Exists(periods)).values_list("pk", flat=True))


def _to_credit(ids: Sequence[UUID], account: Account, *, on: dt.date) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for each in prepaid.of(list(Subscription.objects.of(account).filter(pk__in=ids)), on=on).values() if ids else ():
        for currency, amount in each.amounts.items():
            sums[currency] = sums.get(currency, ZERO) + amount
    return sums


def _subscriptions(account: Account) -> SubscriptionQuerySet:
    ours: SubscriptionQuerySet = Subscription.objects.of(account).active()
    return ours if account.has(Module.SUBSCRIPTIONS) else ours.none()


def _summed(invoices: InvoiceQuerySet, *by: str):  # type: ignore[no-untyped-def]
    return (
        invoices.order_by()
        .values(*by)
        .annotate(
            count=Count("pk"),
            amount=Sum("due"),
            drafts=Count("pk", filter=Q(status=Status.DRAFT)),
            held=Count("pk", filter=Q(on_hold_since__isnull=False)),
        )
        .order_by(*by)
    )
