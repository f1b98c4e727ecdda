"""The page of receivables."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.invoicing.over_time import over_time
from comptoir.invoicing.receivables import Ageing, ageing
from comptoir.segments.counting import counts
from comptoir.segments.readymade import LATE_PAYERS
from comptoir.web.clock import today
from comptoir.web.receivables import ages
from comptoir.web.receivables.asked import Asked
from comptoir.web.receivables.chart import chart
from comptoir.web.receivables.debtors import page_of
from comptoir.web.segments.parts import asked_by
from comptoir.web.segments.wording import counts_said


def receivables(request: HttpRequest) -> HttpResponse:
    """What is outstanding today: how old it is, how it went in the last twelve months, and who owes it.

    How it went is told when `?over-time=` asks for it, which the page does by itself once it stands: everything that was
    paid in a year is added up for it.
    """
    asked, account, on = Asked(request), request.user.account, today(request)
    found = ageing(account, on=on, department=asked.department)
    currency = asked.currency(found)
    is_part = asked.is_over_time and "HX-Request" in request.headers
    told = None
    if asked.is_over_time or currency not in found:
        told = over_time(account, on=on, department=asked.department).get(currency)
    if is_part and not told:
        return HttpResponse()
    context = {
        "today": on,
        "currency": currency,
        "currencies": sorted({*found, currency}),
        "elsewhere": [each for code, each in found.items() if code != currency],
        "departments": list(account.departments.all()),
        "department": asked.department,
        "standings": told,
        "chart": chart(told) if told else None,
        "over_time_url": asked.over_time_url(currency),
        "is_first": not found and not told,
        **(_owed(request, found[currency], asked) if currency in found and not is_part else {}),
    }
    return render(request, f"receivables/{'_over_time' if is_part else 'receivables'}.html", context)


def _owed(request: HttpRequest, found: Ageing, asked: Asked) -> dict[str, Any]:
    return {
        "ageing": found,
        "rows": ages.rows(found, asked),
        "total": ages.total(found, asked),
        "overdue_url": asked.url(found.currency, overdue=True),
        "age_labels": ages.SHORT.values(),
        "page": page_of(request, found.currency),
        "late_payers": _late_payers(request),
    }


def _late_payers(request: HttpRequest) -> list[dict[str, Any]]:
    """The segments of those who pay late, with how many are in each: whatever department and currency."""
    counted = counts(LATE_PAYERS, asked=asked_by(request))
    return [
        {"segment": segment, "counts": number, "said": counts_said(number)}
        for segment, number in zip(LATE_PAYERS, counted, strict=True)
    ]
