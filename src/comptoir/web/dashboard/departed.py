"""Customers that business was stopped with: a column per month, a part per reason, and the revenue that left with them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.core.money import ZERO
from comptoir.customers.models import Reason
from comptoir.lifecycle.departures import REASONS, Departures, departures, total_left
from comptoir.segments.models import About
from comptoir.web.clock import today
from comptoir.web.segments.links import url_of_rules
from comptoir.web.subscriptions.revenue import movements_url

MONTHS = 12
HEIGHT, STEP, WIDTH = 120, 40, 22
DAY = dt.timedelta(days=1)
_NO_REASON = _("No reason given")


@dataclass(frozen=True)
class Part:
    """Those of one reason in one month; in the drawing from `y` down."""

    reason: str
    count: int
    url: str
    y: float = 0
    height: float = 0


@dataclass(frozen=True)
class Month:
    """A month: how many left, for which reasons, and what with them."""

    starts_on: dt.date
    count: int
    url: str
    parts: list[Part]
    left: Decimal
    left_url: str
    place: int

    @property
    def x(self) -> int:
        """Where its column begins."""
        return self.place * STEP + (STEP - WIDTH) // 2


def of_account(request: HttpRequest) -> dict[str, Any]:
    """The last twelve months; revenue in the account's currency, for those who see subscriptions. Two queries."""
    user, currency = request.user, request.user.account.currency
    found = departures(user.account, on=today(request), months=MONTHS)
    months = [_month(each, place, currency, top=_top(found)) for place, each in enumerate(found)]
    since, until = found[0].starts_on, found[-1].ends_on
    return {
        "departed": months,
        "departed_reasons": [
            (reason, _label(reason), sum(each.by_reason.get(reason, 0) for each in found), _url(since, until, reason))
            for reason in REASONS
        ],
        "departed_count": sum(each.count for each in found),
        "departed_url": _url(since, until),
        "departed_currency": currency,
        "sees_left": _sees_left(user),
        "left": total_left(found, currency),
        "left_url": movements_url(left_since=since.isoformat(), left_until=until.isoformat(), currency=currency),
        "left_elsewhere": _elsewhere(found, currency),
        "departed_width": STEP * MONTHS,
        "departed_height": HEIGHT,
        "departed_top": _top(found),
    }


def _month(found: Departures, place: int, currency: str, *, top: int) -> Month:
    since, until = found.starts_on, found.ends_on
    return Month(
        since,
        found.count,
        _url(since, until),
        _parts(found, top),
        found.left.get(currency, ZERO),
        movements_url(left_since=since.isoformat(), left_until=until.isoformat(), currency=currency),
        place,
    )


def _parts(found: Departures, top: int) -> list[Part]:
    parts, edge = [], float(HEIGHT)
    for reason in REASONS:
        count = found.by_reason.get(reason, 0)
        height = round(count / top * HEIGHT, 1)
        edge = round(edge - height, 1)
        parts.append(Part(reason, count, _url(found.starts_on, found.ends_on, reason), edge, height))
    return parts


def _url(since: dt.date, until: dt.date, reason: str | None = None) -> str:
    """The segment of those that were deactivated on these days, for this reason, and still are."""
    rules = [
        {"field": "deactivated_on", "operator": "after", "value": (since - DAY).isoformat()},
        {"field": "deactivated_on", "operator": "before", "value": (until + DAY).isoformat()},
    ]
    if reason == "":
        rules.append({"field": "deactivation_reason", "operator": "is_empty", "value": ""})
    elif reason is not None:
        rules.append({"field": "deactivation_reason", "operator": "equals", "value": reason})
    return url_of_rules(About.CUSTOMER, rules)


def _label(reason: str) -> Any:
    return Reason(reason).label if reason else _NO_REASON


def _top(found: Sequence[Departures]) -> int:
    """The number that the highest column stands for: even, so that its half is a number of customers."""
    most = max(each.count for each in found)
    return max(most + most % 2, 2)


def _elsewhere(found: Sequence[Departures], currency: str) -> list[tuple[Decimal, str]]:
    codes = sorted({code for each in found for code in each.left} - {currency})
    return [(total_left(found, code), code) for code in codes]


def _sees_left(user: User) -> bool:
    return user.account.has(Module.SUBSCRIPTIONS) and user.sees(Right.SUBSCRIPTIONS)
