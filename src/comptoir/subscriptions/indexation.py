"""What indexing would do: new prices, before and after, without writing anything."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from comptoir.core.batches import batched
from comptoir.core.money import LARGEST, ZERO, minor_unit
from comptoir.invoicing import totals
from comptoir.invoicing.checking import LARGEST_PRICE
from comptoir.subscriptions.models import Indexation, Rounding, Subscription, SubscriptionLine
from comptoir.subscriptions.movements import monthly
from comptoir.subscriptions.refusals import NoSuchIndexation

HUNDRED = Decimal(100)
MOST = Decimal(1000)
"""Percent. More than that can only be a slip of the keyboard."""
BATCH = 2_000


@dataclass(frozen=True)
class Formula:
    """How a price becomes another: by `percentage`, or × `new_index` ÷ `old_index`; then rounded half up."""

    percentage: Decimal | None = None
    old_index: Decimal | None = None
    new_index: Decimal | None = None
    rounding: str = Rounding.NONE

    def check(self) -> None:
        """Refuse what is no indexation: NoSuchIndexation."""
        by_index = self.old_index is not None and self.new_index is not None
        if by_index == (self.percentage is not None) or self.rounding not in Rounding.values:
            raise NoSuchIndexation
        if by_index and not (self.old_index > 0 and self.new_index > 0):  # type: ignore[operator]
            raise NoSuchIndexation
        change = self.change
        if not change or not -HUNDRED < change <= MOST:
            raise NoSuchIndexation

    @property
    def change(self) -> Decimal:
        """By how many percent prices change before they are rounded, with at most four decimals."""
        return Indexation(percentage=self.percentage, old_index=self.old_index, new_index=self.new_index).change

    def price(self, price: Decimal, currency: str) -> Decimal:
        """The new unit price. Rounded to no less than what `currency` can pay, unless it is not rounded at all.

        A price that rounding would turn into nothing keeps its four decimals: nothing becomes free of charge.
        """
        if self.percentage is not None:
            exact = price * (HUNDRED + self.percentage) / HUNDRED
        else:
            assert self.old_index is not None
            assert self.new_index is not None
            exact = price * self.new_index / self.old_index
        fine = _to(exact, Decimal(Rounding.NONE))
        if self.rounding == Rounding.NONE:
            return fine
        return _to(exact, max(Decimal(self.rounding), minor_unit(currency))) or fine


class Why(StrEnum):
    """Why a chosen subscription is left alone."""

    DEACTIVATED = "deactivated"
    ENDING = "ending"
    ENDED = "ended"
    SAME = "same"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class LeftAlone:
    """A chosen subscription that is not indexed."""

    subscription: Subscription
    why: Why


@dataclass(frozen=True)
class Row:
    """A subscription and its lines as they would be, unsaved, beside what they were. Amounts exclude VAT."""

    subscription: Subscription
    lines: Sequence[SubscriptionLine]
    prices_before: Sequence[Decimal]
    before: Decimal
    inclusive_before: Decimal
    monthly_before: Decimal
    first_period_on: dt.date | None
    first_bill_on: dt.date | None
    """The first invoice with the new prices; None while a pause has no end."""

    @property
    def monthly_after(self) -> Decimal:
        """What it would come to per month."""
        return monthly(self.subscription)

    @property
    def change(self) -> Decimal | None:
        """By how many percent a period's amount would change, with two decimals; None of nothing."""
        if not self.before:
            return None
        change = (self.subscription.tax_exclusive / self.before - 1) * HUNDRED
        return change.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass
class Foreseen:
    """What an indexation would do to the subscriptions that were chosen."""

    rows: list[Row] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)

    def per_month(self, without: Collection[UUID] = ()) -> dict[str, tuple[Decimal, Decimal]]:
        """Before and after of all rows but `without`, per currency."""
        sums: dict[str, tuple[Decimal, Decimal]] = {}
        for row in self.rows:
            if row.subscription.pk not in without:
                before, after = sums.get(row.subscription.currency, (ZERO, ZERO))
                sums[row.subscription.currency] = before + row.monthly_before, after + row.monthly_after
        return dict(sorted(sums.items()))

    @property
    def fingerprint(self) -> str:
        """Of all that is said of the rows: another price, line or next invoice gives another."""
        digest = hashlib.sha256()
        for row in sorted(self.rows, key=lambda row: row.subscription.pk):
            its = row.subscription
            digest.update(f"{its.pk} {its.currency} {row.before} {its.tax_exclusive} {row.first_bill_on}\n".encode())
            for line, before in zip(row.lines, row.prices_before, strict=True):
                digest.update(f"{line.pk} {line.quantity} {before} {line.unit_price}\n".encode())
        return digest.hexdigest()


def foresee(subscriptions: Iterable[Subscription], formula: Formula) -> Foreseen:
    """What indexing `subscriptions` would do, in their order; a query per 2,000 of them reads their lines.

    The subscriptions in the rows bear the new amounts, unsaved. Line and document discounts stay what they are, since
    they are percentages; a negative line (a fixed rebate) is indexed like the others. Refuses with NoSuchIndexation.
    """
    formula.check()
    foreseen = Foreseen()
    for some in batched(subscriptions, BATCH):
        lines = _lines(some)
        for each in some:
            row_or_why = _changed(each, lines[each.pk], formula)
            if isinstance(row_or_why, Row):
                foreseen.rows.append(row_or_why)
            else:
                foreseen.left_alone.append(LeftAlone(each, row_or_why))
    return foreseen


def _lines(subscriptions: Sequence[Subscription]) -> dict[UUID, list[SubscriptionLine]]:
    found: dict[UUID, list[SubscriptionLine]] = {each.pk: [] for each in subscriptions}
    for line in SubscriptionLine.objects.filter(subscription__in=found).select_related("tax_rate").order_by("position"):
        found[line.subscription_id].append(line)
    return found


def _changed(subscription: Subscription, lines: Sequence[SubscriptionLine], formula: Formula) -> Row | Why:
    if why := _over(subscription):
        return why
    prices_before, currency = [line.unit_price for line in lines], subscription.currency
    prices = [formula.price(price, currency) for price in prices_before]
    if prices == prices_before:
        return Why.SAME
    for line, price in zip(lines, prices, strict=True):
        line.unit_price = price
        line.tax_exclusive = totals.net(line, currency)
    computed = totals.compute(lines, currency, totals.Discount.all_of(subscription.discounts))
    amounts = [computed.tax_exclusive, computed.tax_inclusive, *(line.tax_exclusive for line in lines)]
    if any(abs(price) > LARGEST_PRICE for price in prices) or any(abs(amount) > LARGEST for amount in amounts):
        return Why.TOO_LARGE
    if computed.tax_inclusive < 0:
        return Why.NEGATIVE
    first = next(iter(subscription.upcoming(1)), None)
    row = Row(
        subscription=subscription,
        lines=lines,
        prices_before=prices_before,
        before=subscription.tax_exclusive,
        inclusive_before=subscription.tax_inclusive,
        monthly_before=monthly(subscription),
        first_period_on=first.starts_on if first else None,
        first_bill_on=first.bill_on if first else None,
    )
    subscription.tax_exclusive, subscription.tax_inclusive = computed.tax_exclusive, computed.tax_inclusive
    subscription.taxes = computed.as_json()
    return row


def _over(subscription: Subscription) -> Why | None:
    if subscription.is_deactivated:
        return Why.DEACTIVATED
    if subscription.is_ending:
        return Why.ENDING
    return None if subscription.is_active else Why.ENDED


def _to(price: Decimal, step: Decimal) -> Decimal:
    return (price / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
