"""One transaction of the nightly billing: the next period of each of some subscriptions, all of them or none."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import F

from comptoir.accounts.models import Account, Department
from comptoir.activities.record import Entry, record_all
from comptoir.core.garbage import left_lying
from comptoir.core.inserting import insert_all
from comptoir.core.making import new_row
from comptoir.customers.models import Customer
from comptoir.invoicing import booking, delivering, drafting, parties
from comptoir.invoicing.drafting import Prepared
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice, Product, TaxRate
from comptoir.invoicing.refusals import Refusal as DocumentRefusal
from comptoir.subscriptions import lines as its_lines
from comptoir.subscriptions import movements
from comptoir.subscriptions.charging import Charge, invoice_of, sharing
from comptoir.subscriptions.models import BilledPeriod, Generation, SkippedPeriod, Subscription, SubscriptionLine
from comptoir.subscriptions.refusals import NoAddress, Refusal


@dataclass
class Billed:
    """What was billed, and what was refused without having written anything of it."""

    periods: list[BilledPeriod] = field(default_factory=list)
    refused: list[tuple[UUID, Exception]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """An invoice to be made, and the charges on it."""

    prepared: Prepared
    charges: Sequence[Charge]

    @property
    def generation(self) -> str:
        """What is made of it."""
        return self.charges[0].subscription.generation


@left_lying()
def bill_next_periods(account: Account, ids: Sequence[UUID], *, on: dt.date, at: dt.datetime) -> Billed:
    """Bill the next period of those of the subscriptions `ids` which are due on the day `on`, in this order.

    Invoices, billed periods, the steps to the next period and the activities are one transaction. The number of
    statements does not grow with that of the subscriptions, but for what is not usual: an invoice for an unreachable
    customer. What cannot be billed is left as it was and named with the reason.
    """
    with transaction.atomic():
        billed = Billed()
        charges = _charges(locked(account, ids, on=on), billed)
        asked = _asked(account, charges, billed, at=at)
        made = _make(asked, billed, on=on, at=at)
        if made:
            _write_down(made, billed, at=at)
            _step_on(made, at=at)
            _tell(account, billed, at=at)
            _send(made, at=at)
    return billed


def locked(account: Account, ids: Sequence[UUID], *, on: dt.date) -> list[Subscription]:
    """Those of the subscriptions that are due, as they are now, after their customers.

    In this order, because whoever deactivates a customer takes it first too: either they find the invoice that was
    just made, or this run finds the subscription as they left it. What was given to another customer at this very
    moment is found again by the next run.
    """
    customers = Customer.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    of_whom = Subscription.objects.filter(pk__in=ids).values("customer")
    by_id = {each.pk: each for each in customers.filter(pk__in=of_whom).prefetch_related("addresses")}
    departments = {each.pk: each for each in account.departments.all()}
    for owned in (*by_id.values(), *departments.values()):
        owned.account = account
    place = {pk: number for number, pk in enumerate(ids)}
    due = Subscription.objects.of(account).filter(pk__in=ids).due(on=on).order_by("pk")
    rows = [each for each in due.select_for_update(of=("self",)) if each.customer_id in by_id]
    for each in rows:
        each.account, each.customer, each.department = account, by_id[each.customer_id], departments[each.department_id]
    return sorted(rows, key=lambda each: place[each.pk])


def _charges(subscriptions: Sequence[Subscription], billed: Billed) -> list[Charge]:
    lines = _lines_of(subscriptions)
    charges = []
    for each in subscriptions:
        period = each.next_period
        assert period is not None
        try:
            its_lines.check(each.department, lines[each.pk])
            if each.generation != Generation.DRAFT and parties.invoicing_address(each.customer) is None:
                raise NoAddress
        except (Refusal, DocumentRefusal) as refusal:
            billed.refused.append((each.pk, refusal))
        else:
            charges.append(Charge(each, period, lines[each.pk]))
    return charges


def _lines_of(subscriptions: Sequence[Subscription]) -> dict[UUID, list[LineData]]:
    rows = list(SubscriptionLine.objects.filter(subscription__in=[each.pk for each in subscriptions]))
    rates = TaxRate.objects.in_bulk({row.tax_rate_id for row in rows})
    products = Product.objects.in_bulk({row.product_id for row in rows if row.product_id})
    lines: dict[UUID, list[LineData]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.position):
        row.tax_rate, row.product = rates[row.tax_rate_id], products.get(row.product_id)
        lines[row.subscription_id].append(LineData.of(row))
    return lines


def _asked(account: Account, charges: Sequence[Charge], billed: Billed, *, at: dt.datetime) -> list[Asked]:
    groups = sharing(charges) if account.merges_subscription_invoices else [[each] for each in charges]
    asked = []
    while groups:
        group = groups.pop(0)
        try:
            prepared = invoice_of(group, account=account, at=at)
            if group[0].subscription.generation != Generation.DRAFT:
                booking.refuse_unbookable(prepared.invoice, [line.tax_rate for line in prepared.lines])
        except DocumentRefusal as refusal:
            if len(group) > 1:  # together they are too much: each by itself then
                groups[:0] = [[each] for each in group]
            else:
                billed.refused.append((group[0].subscription.pk, refusal))
        else:
            asked.append(Asked(prepared, group))
    return asked


def _make(asked: Sequence[Asked], billed: Billed, *, on: dt.date, at: dt.datetime) -> list[Asked]:
    """Write the invoices: drafts, and booked ones department by department. Gives those that were made."""
    drafts = [each for each in asked if each.generation == Generation.DRAFT]
    if drafts:
        drafting.draft_all([each.prepared for each in drafts], by=None, at=at)
    made = list(drafts)
    # In the same order everywhere, so that two runs never wait for each other's departments in a circle.
    for department in sorted({each.charges[0].subscription.department for each in asked}, key=_by_id):
        its = [each for each in asked if each not in drafts and each.prepared.invoice.department_id == department.pk]
        try:
            if its:
                booking.book_all([each.prepared for each in its], by=None, at=at, on=on)
        except DocumentRefusal as refusal:  # of the series, before anything was written
            billed.refused.extend((charge.subscription.pk, refusal) for each in its for charge in each.charges)
        else:
            made.extend(its)
    return made


def _by_id(department: Department) -> UUID:
    return department.pk


def _write_down(made: Iterable[Asked], billed: Billed, *, at: dt.datetime) -> None:
    for each in made:
        first = 1
        for charge in each.charges:
            shares = len(each.charges) > 1
            totals = charge.comes_to() if shares else each.prepared.invoice
            last = first + len(charge.lines) - 1
            billed.periods.append(
                new_row(
                    BilledPeriod,
                    subscription=charge.subscription,
                    starts_on=charge.period.starts_on,
                    ends_on=charge.period.ends_on,
                    invoice=each.prepared.invoice,
                    first_line=first,
                    last_line=last if shares else None,
                    currency=charge.subscription.currency,
                    tax_exclusive=totals.tax_exclusive,
                    tax_inclusive=totals.tax_inclusive,
                    billed_at=at,
                )
            )
            first = last + 1
    insert_all(billed.periods)


def _step_on(made: Iterable[Asked], *, at: dt.datetime) -> None:
    """Lead each subscription to its next period, in a statement for each day to which several are led."""
    charges = [charge for each in made for charge in each.charges]
    skipped = _skipped([charge.subscription.pk for charge in charges])
    alike: dict[tuple[int, dt.date | None, dt.date | None], list[UUID]] = defaultdict(list)
    for subscription in (charge.subscription for charge in charges):
        behind = subscription.periods_behind
        subscription.periods_behind += 1
        subscription.look_ahead(skipped=skipped[subscription.pk])
        steps = subscription.periods_behind - behind
        alike[steps, subscription.next_period_on, subscription.bill_on].append(subscription.pk)
    for (steps, next_period_on, bill_on), ids in alike.items():
        Subscription.objects.filter(pk__in=ids).update(
            periods_behind=F("periods_behind") + steps, next_period_on=next_period_on, bill_on=bill_on
        )
    for charge in charges:
        if charge.subscription.is_ended:
            day_after = charge.period.ends_on + dt.timedelta(days=1)
            movements.note([charge.subscription], on=day_after, at=at, reason=movements.ENDED)


def _skipped(ids: Sequence[UUID]) -> dict[UUID, set[dt.date]]:
    """The first days of their periods that are never billed, also of those that lie behind."""
    found: dict[UUID, set[dt.date]] = defaultdict(set)
    for pk, starts_on in SkippedPeriod.objects.filter(subscription__in=ids).values_list("subscription", "starts_on"):
        found[pk].add(starts_on)
    return found


def _tell(account: Account, billed: Billed, *, at: dt.datetime) -> None:
    record_all("subscription.billed", map(_told, billed.periods), account=account, by=None, at=at)
    ended = [period.subscription for period in billed.periods if period.subscription.is_ended]
    if ended:
        record_all("subscription.ended", map(_told_of_end, ended), account=account, by=None, at=at)


def _told(period: BilledPeriod) -> Entry:
    subscription, invoice = period.subscription, period.invoice
    facts = {"id": invoice.pk, "number": invoice.invoice_number, "total": invoice.tax_inclusive}
    effects = {
        "subscription": subscription.as_effect(),
        "invoice": facts | {"currency": invoice.currency},
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
    }
    return Entry(subscription, subscription.customer_id, effects)


def _told_of_end(subscription: Subscription) -> Entry:
    effects = {"subscription": subscription.as_effect(), "ends_on": subscription.ends_on}
    return Entry(subscription, subscription.customer_id, effects)


def _send(made: Iterable[Asked], *, at: dt.datetime) -> None:
    """In the same transaction: a period is billed once, so its invoice is queued once. The worker sends it."""
    invoices: list[Invoice] = [each.prepared.invoice for each in made if each.generation == Generation.BOOK_AND_SEND]
    if invoices:
        delivering.queue_all_by_mail(invoices, by=None, at=at)
