"""The start page: what this day asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comptoir.accounts.rights import Right
from comptoir.followups.agenda import due
from comptoir.web.clock import now, today
from comptoir.web.suggestions import card as suggestions
from comptoir.web.today import invoices, sales

SHOWN = 20
"""So many follow-ups; the overview has the others."""


def today_page(request: HttpRequest) -> HttpResponse:
    """What is due for the user, and what happens by itself next. As many queries on a full desk as on an empty one."""
    items = due(request.user, at=now(request), limit=SHOWN + 1)
    context: dict[str, Any] = {
        "today": today(request),
        "greeting": _greeting(request),
        "items": items[:SHOWN],
        "is_cut": len(items) > SHOWN,
        "new_meeting_url": reverse("new_meeting"),
        "new_call_url": reverse("new_call"),
        "new_task_url": reverse("new_task"),
        **suggestions.of_user(request),
    }
    if request.user.sees(Right.DEALS):
        context |= sales.of_user(request)
    if request.user.sees(Right.INVOICES):
        context |= invoices.of_account(request)
    return render(request, "today/page.html", context)


def _greeting(request: HttpRequest) -> str:
    hour = timezone.localtime(now(request)).hour
    name = {"name": request.user.first_name or request.user.name}
    if hour < 12:
        return _("Good morning, %(name)s.") % name
    return (_("Good afternoon, %(name)s.") if hour < 18 else _("Good evening, %(name)s.")) % name
