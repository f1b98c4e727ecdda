"""Which customers business was stopped with, month by month, and what came in from them every month until then."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth

from comptoir.accounts.models import Account
from comptoir.core.days import end_of_month, local_moment, plus_months
from comptoir.core.money import ZERO, rounded
from comptoir.customers.models import Customer, CustomerQuerySet, Kind, Reason
from comptoir.subscriptions.models import Movement

REASONS = (*Reason.values, "")
"""In the order in which they are shown; "" is that nobody gave one."""

FIGURE = {Kind.CONTACT: "contacts", Kind.COMPANY: "companies"}


@dataclass(frozen=True)
class Number:
    """How many contacts, and how many companies."""

    contacts: int = 0
    companies: int = 0

    @property
    def together(self) -> int:
        """Both."""
        return self.contacts + self.companies

    def __add__(self, other: "Number") -> "Number":
        return Number(self.contacts + other.contacts, self.companies + other.companies)


@dataclass
class Departures:
    """A month (the last one ends today): how many customers were deactivated in it and still are, by reason."""

    starts_on: dt.date
    ends_on: dt.date
    by_reason: dict[str, Number] = field(default_factory=dict)
    left: dict[str, Decimal] = field(default_factory=dict)
    """What their subscriptions, ended with them, brought in per month without VAT, by currency; above zero."""

    @property
    def number(self) -> Number:
        """For whatever reason."""
        return sum(self.by_reason.values(), Number())


def departures(account: Account, *, on: dt.date, months: int) -> list[Departures]:
    """The customers deactivated in each of the `months` up to the day `on`, in the account's time zone. Two queries.

    Whoever was reactivated since does not count, so that each figure is a list of customers that are deactivated now.
    """
    first = plus_months(on.replace(day=1), 1 - months)
    found = {month.starts_on: month for month in _months(first, on)}
    zone = ZoneInfo(account.time_zone)
    rows = deactivated_between(account, since=first, until=on).order_by()
    rows = rows.annotate(month=TruncMonth("deactivated_at", tzinfo=zone)).values("month", "deactivation_reason", "kind")
    for row in rows.annotate(count=Count("*")):
        by_reason, reason = found[row["month"].date()].by_reason, row["deactivation_reason"]
        number = Number(**{FIGURE[row["kind"]]: row["count"]})
        by_reason[reason] = by_reason.get(reason, Number()) + number
    lost = revenue_that_left(account, since=first, until=on).order_by()
    month = TruncMonth("subscription__customer__deactivated_at", tzinfo=zone)
    for row in lost.annotate(month=month).values("month", "currency").annotate(amount=Sum("amount")):
        if amount := rounded(-row["amount"], row["currency"]):
            found[row["month"].date()].left[row["currency"]] = amount
    return list(found.values())


def deactivated_between(account: Account, *, since: dt.date, until: dt.date) -> CustomerQuerySet:
    """The customers that were deactivated on one of these days of the account, and still are."""
    return Customer.objects.of(account).filter(**_moments("deactivated_at", account, since, until))


def revenue_that_left(account: Account, *, since: dt.date, until: dt.date) -> "QuerySet[Movement]":
    """The movements by which recurring revenue ended together with those customers: written at the same moment."""
    with_them = F("subscription__customer__deactivated_at")
    lost = Movement.objects.of(account).filter(kind=Movement.Kind.CHURN, on__gte=since, created_at=with_them)
    return lost.filter(**_moments("subscription__customer__deactivated_at", account, since, until))


def total_left(months: Sequence[Departures], currency: str) -> Decimal:
    """What left in all months together, in `currency`, per month without VAT."""
    return sum((month.left.get(currency, ZERO) for month in months), ZERO)


def _months(first: dt.date, on: dt.date) -> list[Departures]:
    starts, month = [], first
    while month <= on:
        starts.append(Departures(month, min(on, end_of_month(month))))
        month = plus_months(month, 1)
    return starts


def _moments(field: str, account: Account, since: dt.date, until: dt.date) -> dict[str, dt.datetime]:
    after = until + dt.timedelta(days=1)
    return {
        f"{field}__gte": local_moment(since, 0, account.time_zone),
        f"{field}__lt": local_moment(after, 0, account.time_zone),
    }
