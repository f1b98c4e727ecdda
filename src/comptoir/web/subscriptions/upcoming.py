"""The calendar of the invoices that subscriptions will make: a month with how many and how much each day, and a day."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from comptoir.core.days import plus_months
from comptoir.subscriptions.foreseeing import Ahead, Foreseen, ahead, late
from comptoir.subscriptions.models import Subscription
from comptoir.web import paging, speech
from comptoir.web.calendar import days
from comptoir.web.calendar.asked import MONTH
from comptoir.web.clock import today

MONTHS_AHEAD = 12


def calendar(request: HttpRequest) -> HttpResponse:
    """A month from this one to the same next year, and who is billed on one of its days. As many queries as ever."""
    on = today(request)
    month, day = _month(request, on), _day(request)
    start, end = days.span(MONTH, month, first_weekday=speech.first_weekday())
    found = ahead(request.user.account, first=start, last=end, today=on)
    inside = [each for each in found.days.values() if (each.on.year, each.on.month) == (month.year, month.month)]
    context = {
        "month": month,
        "weeks": days.weeks(found.days.values(), start, end, today=on, month=month),
        "weekdays": speech.weekdays(),
        "inside": inside,
        "together": _together(inside),
        "today": on,
        "late": late(request.user.account, today=on),
        "previous_url": _url(plus_months(month, -1)) if month > on.replace(day=1) else "",
        "next_url": _url(plus_months(month, 1)) if month < plus_months(on.replace(day=1), MONTHS_AHEAD) else "",
        "this_month_url": _url(on),
        **(_billed_on(request, found, day) if day and max(start, on) <= day <= end else {}),
    }
    return render(request, "subscriptions/calendar.html", context)


def _billed_on(request: HttpRequest, found: Ahead, day: dt.date) -> dict[str, Any]:
    billed = found.billed_on(day, Subscription.objects.of(request.user.account)).select_related("customer")
    sorts = {"customer": "customer__sort_name", "title": "title", "amount": "tax_inclusive"}
    page = paging.page(request, billed, sorts=sorts, default="customer")
    for each in page.rows:
        each.times = found.times(each, day)
    return {"day": day, "of_day": found.days.get(day, Foreseen(day)), "page": page, "sort": page.sort}


def _together(inside: list[Foreseen]) -> dict[str, Any]:
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    for foreseen in inside:
        for currency, amount in foreseen.amounts.items():
            amounts[currency] += amount
    return {"count": sum(foreseen.count for foreseen in inside), "amounts": dict(sorted(amounts.items()))}


def _month(request: HttpRequest, on: dt.date) -> dt.date:
    """The first day of the month that `?month=YYYY-MM` asks for; of this month when that is over or too far ahead."""
    first = on.replace(day=1)
    try:
        asked = dt.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return first
    return asked if first <= asked <= plus_months(first, MONTHS_AHEAD) else first


def _day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _url(month: dt.date) -> str:
    return f"?{urlencode({'month': f'{month:%Y-%m}'})}"
