"""What subscriptions bring in every month, over the last twelve."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from comptoir.subscriptions.revenue import over_time
from comptoir.web.clock import today
from comptoir.web.subscriptions.chart import chart
from comptoir.web.subscriptions.revenue import movements_url

MONTHS = 12


def of_account(request: HttpRequest) -> dict[str, Any]:
    """Today's recurring revenue in the account's currency, how it came about, and what recurs in others. Three queries."""
    told = over_time(request.user.account, on=today(request), months=MONTHS)
    usual = request.user.account.currency
    currency = usual if usual in told or not told else next(iter(told))
    context: dict[str, Any] = {"sees_recurring": True, "recurring_currency": currency}
    if currency in told:
        revenue = told[currency]
        context |= {
            "revenue": revenue,
            "revenue_chart": chart(revenue),
            "revenue_change": revenue.now - revenue.before,
            "recurs_elsewhere": [
                (each.now, code, f"{reverse('subscription_revenue')}?{urlencode({'currency': code})}")
                for code, each in told.items()
                if code != currency and each.now
            ],
            "revenue_before_url": movements_url(
                until=(revenue.months[0].starts_on - dt.timedelta(days=1)).isoformat(), currency=currency
            ),
        }
    return context
