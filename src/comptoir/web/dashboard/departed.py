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
from comptoir.customers.models import Kind, Reason
from comptoir.lifecycle.departures import REASONS, Departures, Number, departures, total_left
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
    everybody = sum((each.number for each in found), Number())
    return {
        "departed": months,
        "departed_reasons": [
            (reason, _label(reason), number.together, _url(number, since, until, reason))
            for reason, number in _by_reason(found).items()
        ],
        "departed_count": everybody.together,
        "departed_url": _url(everybody, since, until),
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
        found.number.together,
        _url(found.number, since, until),
        _parts(found, top),
        found.left.get(currency, ZERO),
        movements_url(left_since=since.isoformat(), left_until=until.isoformat(), currency=currency),
        place,
    )


def _parts(found: Departures, top: int) -> list[Part]:
    parts, edge = [], float(HEIGHT)
    for reason in REASONS:
        number = found.by_reason.get(reason, Number())
        height = round(number.together / top * HEIGHT, 1)
        edge = round(edge - height, 1)
        url = _url(number, found.starts_on, found.ends_on, reason)
        parts.append(Part(reason, number.together, url, edge, height))
    return parts


def _by_reason(found: Sequence[Departures]) -> dict[str, Number]:
    return {reason: sum((each.by_reason.get(reason, Number()) for each in found), Number()) for reason in REASONS}


def _url(number: Number, since: dt.date, until: dt.date, reason: str | None = None) -> str:
    """The segment of those that were deactivated on these days, for this reason, and still are.

    It leads to the list of the kind that most of them are of, which leads on to the other.
    """
    rules = [
        {"field": "deactivated_on", "operator": "after", "value": (since - DAY).isoformat()},
        {"field": "deactivated_on", "operator": "before", "value": (until + DAY).isoformat()},
    ]
    if reason == "":
        rules.append({"field": "deactivation_reason", "operator": "is_empty", "value": ""})
    elif reason is not None:
        rules.append({"field": "deactivation_reason", "operator": "equals", "value": reason})
    kind = Kind.CONTACT if number.contacts > number.companies else Kind.COMPANY
    return url_of_rules(About.CUSTOMER, rules, kind=kind)


def _label(reason: str) -> Any:
    return Reason(reason).label if reason else _NO_REASON


def _top(found: Sequence[Departures]) -> int:
    """The number that the highest column stands for: even, so that its half is a number of customers."""
    most = max(each.number.together for each in found)
    return max(most + most % 2, 2)


def _elsewhere(found: Sequence[Departures], currency: str) -> list[tuple[Decimal, str, str]]:
    codes = sorted({code for each in found for code in each.left} - {currency})
    asked = {"left_since": found[0].starts_on.isoformat(), "left_until": found[-1].ends_on.isoformat()}
    return [(total_left(found, code), code, movements_url(**asked, currency=code)) for code in codes]


def _sees_left(user: User) -> bool:
    return user.account.has(Module.SUBSCRIPTIONS) and user.sees(Right.SUBSCRIPTIONS)
