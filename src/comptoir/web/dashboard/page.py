"""The dashboard: how the business stands, each figure a link to what it consists of."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.web.clock import today
from comptoir.web.dashboard import departed, needs, owed, pipeline, recurring


def dashboard(request: HttpRequest) -> HttpResponse:
    """What needs the reader today, what is owed, what recurs, what may come, and who left. As many queries for many rows.

    Nothing is asked, nor shown, of modules that the plan does not have or that are hidden from the reader.
    """
    user = request.user
    context: dict[str, Any] = {"today": today(request), "needs": needs.of_user(request)}
    if user.sees(Right.INVOICES):
        context |= owed.of_account(request)
    if user.account.has(Module.SUBSCRIPTIONS) and user.sees(Right.SUBSCRIPTIONS):
        context |= recurring.of_account(request)
    if user.sees(Right.DEALS):
        context |= pipeline.of_account(request)
    context |= departed.of_account(request)
    return render(request, "dashboard/page.html", context)
