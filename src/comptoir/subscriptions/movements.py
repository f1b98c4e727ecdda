"""The ledger of recurring revenue: what each verb changed of what comes in every month, without VAT."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Max, Sum

from comptoir.core.money import ZERO
from comptoir.subscriptions.models import Movement, Subscription, Unit

Kind = Movement.Kind
PERIODS_PER_YEAR = {Unit.WEEK.value: 52, Unit.MONTH.value: 12, Unit.YEAR.value: 1}
FINE = Decimal("0.0001")
ENDED = "ended"
"""The reason of what ran out by itself."""


def note(subscriptions: Sequence[Subscription], *, on: dt.date, at: dt.datetime, reason: str = "") -> None:
    """Bring the ledger up to what `subscriptions` come to since the day `on`. Call it in the verb's transaction.

    What is running counts; what is paused, deactivated, ending or run out does not. What ends with what is paid is gone
    from the day after that. A movement is never dated before the first day of its subscription, nor before an earlier
    movement of it. Three statements, however many there are;
    nothing is written for what comes to the same as before.
    """
    before = _sums(subscriptions)
    movements = []
    for each in subscriptions:
        sums, latest = before[each.pk]
        after = {each.currency: monthly(each)} if each.is_running else {}
        ends_on = each.deactivates_on if each.is_ending else None
        day = max(filter(None, (on, each.starts_on, latest, ends_on)))
        for currency in sorted({*sums, *after}):
            was, now = sums.get(currency, ZERO), after.get(currency, ZERO)
            if was != now:
                kind = _kind(each, was, now, before=sums)
                facts = {"kind": kind, "reason": reason if kind == Kind.CHURN else "", "currency": currency}
                movements.append(
                    Movement(
                        account_id=each.account_id,
                        subscription=each,
                        on=day,
                        amount=now - was,
                        created_at=at,
                        **facts,
                    )
                )
    Movement.objects.bulk_create(movements)


def monthly(subscription: Subscription) -> Decimal:
    """What it comes to per month without VAT, with four decimals; a year counts 52 weeks."""
    amount = subscription.tax_exclusive * PERIODS_PER_YEAR[subscription.unit] / (12 * subscription.period)
    return amount.quantize(FINE, rounding=ROUND_HALF_UP)


def _sums(subscriptions: Sequence[Subscription]) -> dict[UUID, tuple[dict[str, Decimal], dt.date | None]]:
    """What the movements of each add up to per currency, and the day of the latest."""
    found: dict[UUID, tuple[dict[str, Decimal], dt.date | None]] = defaultdict(lambda: ({}, None))
    rows = Movement.objects.filter(subscription__in=[each.pk for each in subscriptions])
    for pk, currency, amount, latest in rows.values_list("subscription", "currency").annotate(
        amount=Sum("amount"), latest=Max("on")
    ):
        sums, day = found[pk]
        found[pk] = (sums | {currency: amount}, max(filter(None, (day, latest))))
    return found


def _kind(subscription: Subscription, was: Decimal, now: Decimal, *, before: dict[str, Decimal]) -> Kind:
    if not now and not subscription.is_running:
        return Kind.PAUSED if subscription.is_paused else Kind.CHURN
    if now and not any(before.values()):
        return Kind.RESUMED if before else Kind.NEW
    # So a change of currency is a contraction in the one and an expansion in the other.
    return Kind.EXPANSION if now > was else Kind.CONTRACTION
