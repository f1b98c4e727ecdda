"""Which invoices subscriptions will make, day by day: counted by the database in groups that share their days."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import ExtractDay

from comptoir.accounts.models import Account
from comptoir.core.days import plus_months
from comptoir.core.money import ZERO
from comptoir.subscriptions.models import DAYS_IN_ADVANCE, Subscription, SubscriptionQuerySet, Unit
from comptoir.subscriptions.periods import Schedule

MOST_DAYS_IN_ADVANCE = dt.timedelta(days=max(DAYS_IN_ADVANCE))
JANUARY = dt.date(2000, 1, 1)
"""A month that has every day, to count months from."""
Groups = dict[dt.date, dict[tuple[str, int, int, int], set[dt.date]]]


@dataclass
class Foreseen:
    """What will be billed on a day: how many invoices, and what they come to with VAT, by currency."""

    on: dt.date
    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class Ahead:
    """The days of a span on which something will be billed, and how to find by whom."""

    first: dt.date
    days: dict[dt.date, Foreseen] = field(default_factory=dict)
    groups: Groups = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    """Of each day, by cycle, days in advance and day of the month: the next periods of those that are billed then."""
    resumed: dict[dt.date, Counter[UUID]] = field(default_factory=lambda: defaultdict(Counter))
    """Of each day, who is billed around the end of its pause, and how many periods."""

    def times(self, subscription: Subscription, on: dt.date) -> int:
        """How many invoices it makes on the day `on`, being one of `billed_on`."""
        return self.resumed[on][subscription.pk] or 1

    def billed_on(self, on: dt.date, subscriptions: SubscriptionQuerySet) -> SubscriptionQuerySet:
        """Those of `subscriptions` that will be billed on the day `on`."""
        regular = Q(pk__in=[])
        for (unit, period, in_advance, day), next_ones in self.groups[on].items():
            cycle = Q(unit=unit, period=period, days_in_advance=in_advance, starts_on__day=day)
            goes_on = Q(ends_on__isnull=True) | Q(ends_on__gte=on + dt.timedelta(days=in_advance))
            regular |= cycle & Q(next_period_on__in=next_ones) & goes_on
        return subscriptions.active().filter(Q(pk__in=list(self.resumed[on])) | _regular(self.first) & regular)

    def add(self, on: dt.date, count: int, amount: Decimal, currency: str) -> None:
        """Count these on the day `on` as well."""
        foreseen = self.days.setdefault(on, Foreseen(on))
        foreseen.count += count
        foreseen.amounts[currency] = foreseen.amounts.get(currency, ZERO) + amount


def ahead(account: Account, *, first: dt.date, last: dt.date, today: dt.date) -> Ahead:
    """What will be billed from `first`, which is not before today, to `last`. Two queries, whatever there is.

    A pause that ends by itself counts as ended from its day on; one without an end, and what was due before today and
    is still to be billed, are left out.
    """
    first = max(first, today)
    found = Ahead(first)
    _add_groups(found, account, first=first, last=last)
    _add_resumed(found, account, first=first, last=last)
    found.days = dict(sorted(found.days.items()))
    return found


def late(account: Account, *, today: dt.date) -> int:
    """How many subscriptions have an invoice that was to be made before today: the next nightly run makes it."""
    return Subscription.objects.of(account).due(on=today - dt.timedelta(days=1)).count()


def _regular(first: dt.date) -> Q:
    """What runs from the day `first` on, whose periods follow each other as they always do."""
    return Q(paused_at__isnull=True) | Q(paused_until__lt=first)


def _add_groups(found: Ahead, account: Account, *, first: dt.date, last: dt.date) -> None:
    horizon = last + MOST_DAYS_IN_ADVANCE
    regular = Subscription.objects.of(account).active().filter(_regular(first), next_period_on__lte=horizon)
    groups = (
        regular.order_by()
        .annotate(day=ExtractDay("starts_on"), end=Case(When(ends_on__lt=horizon, then=F("ends_on"))))
        .values_list("unit", "period", "days_in_advance", "day", "next_period_on", "end", "paused_until", "currency")
        .annotate(Count("pk"), Sum("tax_inclusive"))
    )
    for unit, period, in_advance, day, next_on, end, paused_until, currency, count, amount in groups:
        lead = dt.timedelta(days=in_advance)
        since = max(first + lead, paused_until or first)
        until = min(last + lead, end or dt.date.max)
        for starts_on in _starts(next_on, unit, period, day, since=since, until=until):
            found.add(starts_on - lead, count, amount, currency)
            found.groups[starts_on - lead][unit, period, in_advance, day].add(next_on)


def _starts(next_on: dt.date, unit: str, period: int, day: int, *, since: dt.date, until: dt.date) -> Iterator[dt.date]:
    """The first days, from `since` to `until`, of the period that begins on `next_on` and those after it.

    Of the subscription's own first day only the `day` of the month has to be known.
    """
    if unit == Unit.WEEK:
        schedule, n = Schedule(next_on, unit, period), (since - next_on).days // (7 * period)
    else:
        step = period * (12 if unit == Unit.YEAR else 1)
        whole_months = (next_on.year - JANUARY.year) * 12 + next_on.month - 1
        # So many years before it, in whole steps, on the day that is kept.
        back = -(-whole_months // step)
        schedule = Schedule(plus_months(JANUARY.replace(day=day), whole_months - back * step), unit, period)
        n = back + (since - next_on).days // 31 // step
    for each in schedule.since(max(n, 0)):
        if each.starts_on > until:
            return
        if each.starts_on >= max(since, next_on):
            yield each.starts_on


def _add_resumed(found: Ahead, account: Account, *, first: dt.date, last: dt.date) -> None:
    """What runs again within the span: one by one, by the rule that resuming follows."""
    resumed = Subscription.objects.of(account).paused().filter(paused_until__gte=first, paused_until__lte=last)
    for each in resumed.defer("note", "taxes", "discounts").iterator(chunk_size=2000):
        assert each.paused_until is not None
        assert each.next_period_on is not None
        at_most = max(0, (last + MOST_DAYS_IN_ADVANCE - each.next_period_on).days // 7 + 1)
        for period in each.upcoming(at_most):
            if period.bill_on > last:
                break
            on = max(period.bill_on, each.paused_until)
            found.add(on, 1, each.tax_inclusive, each.currency)
            found.resumed[on][each.pk] += 1
