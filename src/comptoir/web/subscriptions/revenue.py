"""Recurring revenue over time, and the movements behind each of its figures."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from comptoir.core.money import CURRENCIES, ZERO, rounded
from comptoir.customers.models import Reason
from comptoir.lifecycle.departures import revenue_that_left
from comptoir.subscriptions.models import Movement
from comptoir.subscriptions.movements import ENDED
from comptoir.subscriptions.revenue import GAINS, LOSSES, Churn, Month, Revenue, over_time
from comptoir.web import paging
from comptoir.web.clock import today
from comptoir.web.subscriptions.chart import chart

SPANS = (12, 24, 36)
KINDS: dict[str, Any] = {kind.value: kind.label for kind in (*GAINS, *LOSSES)}
REASONS: dict[str, Any] = {
    **dict(Reason.choices),
    ENDED: _("Ran out by itself"),
    "": _("No reason given"),
}


@dataclass(frozen=True)
class Figure:
    """An amount and the movements behind it."""

    kind: str
    label: Any
    amount: Decimal
    url: str


def revenue(request: HttpRequest) -> HttpResponse:
    """What came in every month in the last 12, 24 or 36 months, what changed it, and for which reasons it was lost."""
    on, months = today(request), _span(request)
    told = over_time(request.user.account, on=on, months=months)
    currency = _currency(request, told)
    context = {
        "today": on,
        "currency": currency,
        "currencies": sorted({*told, currency}),
        "months": months,
        "spans": SPANS,
        **(_told(told[currency], on) if currency in told else {}),
    }
    return render(request, "subscriptions/revenue.html", context)


def movements(request: HttpRequest) -> HttpResponse:
    """The movements behind a figure: of some days, kinds and reasons, in one currency; the latest first."""
    found, since, until = _asked(request)
    currency = _currency(request, ())
    rows = found.filter(currency=currency)
    context = {
        "page": paging.page(
            request,
            rows.select_related("subscription__customer"),
            sorts={"day": "on", "amount": "amount"},
            default="-day",
        ),
        "sort": request.GET.get("sort", "-day"),
        "together": rounded(rows.aggregate(sum=Sum("amount"))["sum"] or ZERO, currency),
        "currency": currency,
        "since": since,
        "until": until,
        "kind": KINDS.get(request.GET.get("kind", "")),
        "with_customers": "left_since" in request.GET,
        "reason": REASONS.get(request.GET["reason"]) if "reason" in request.GET else None,
    }
    return render(request, "subscriptions/movements.html", context)


def _asked(request: HttpRequest) -> tuple["QuerySet[Movement]", dt.date | None, dt.date | None]:
    found = Movement.objects.of(request.user.account)
    since, until = _day(request.GET.get("left_since", "")), _day(request.GET.get("left_until", ""))
    if since and until:
        return revenue_that_left(request.user.account, since=since, until=until), since, until
    since, until = _day(request.GET.get("since", "")), _day(request.GET.get("until", ""))
    if since:
        found = found.filter(on__gte=since)
    if until:
        found = found.filter(on__lte=until)
    if request.GET.get("kind") in KINDS:
        found = found.filter(kind=request.GET["kind"])
    if request.GET.get("reason") in REASONS:
        found = found.filter(reason=request.GET["reason"])
    return found, since, until


def _told(told: Revenue, on: dt.date) -> dict[str, Any]:
    first = told.months[0].starts_on
    kept = {"currency": told.currency}
    whole = {"since": first.isoformat(), "until": on.isoformat(), **kept}
    return {
        "revenue": told,
        "chart": chart(told),
        "change": told.now - told.before,
        "rows": [_row(month, kept) for month in reversed(told.months)],
        "sums": [_figure(kind, told.sum_of(kind), whole) for kind in KINDS],
        "gained": told.sum_of(*GAINS),
        "lost": told.sum_of(*LOSSES),
        "kinds": KINDS,
        "all_url": movements_url(**whole),
        "to_come": [
            _figure(kind, told.to_come[kind], {"since": (on + dt.timedelta(days=1)).isoformat(), **kept})
            for kind in KINDS
            if told.to_come.get(kind)
        ],
        "churn": [_churned(churn, whole, told.churn) for churn in told.churn],
    }


def _row(month: Month, kept: dict[str, str]) -> dict[str, Any]:
    days = {"since": month.starts_on.isoformat(), "until": month.ends_on.isoformat(), **kept}
    return {
        "month": month,
        "url": movements_url(**days),
        "figures": [_figure(kind, month.by_kind.get(kind, ZERO), days) for kind in KINDS],
    }


def _figure(kind: str, amount: Decimal, asked: dict[str, str]) -> Figure:
    return Figure(kind, KINDS[kind], amount, movements_url(kind=kind, **asked))


def _churned(churn: Churn, asked: dict[str, str], every: list[Churn]) -> dict[str, Any]:
    return {
        "churn": churn,
        "label": REASONS.get(churn.reason, churn.reason),
        "url": movements_url(kind="churn", reason=churn.reason, **asked),
        "of_all": sum((each.amount for each in every), ZERO),
        "bar": float(round(churn.amount / every[0].amount * 100, 2)) if every[0].amount else 0,
    }


def movements_url(**asked: str) -> str:
    """The movements that are asked for."""
    return f"{reverse('subscription_movements')}?{urlencode(asked)}"


def _span(request: HttpRequest) -> int:
    asked = request.GET.get("months", "")
    return int(asked) if asked in map(str, SPANS) else SPANS[0]


def _currency(request: HttpRequest, there: Any) -> str:
    """The one asked for, else the account's, else the first in which something came in."""
    asked, usual = request.GET.get("currency", ""), request.user.account.currency
    if asked in CURRENCIES:
        return asked
    return usual if usual in there or not there else next(iter(there))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
