"""What every page shows: the navigation, the search, the theme, the language."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext

from comptoir.accounts.models import User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.web.modules import module_of
from comptoir.web.today.counting import due

HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "historyCacheSize": 0,
        "scrollBehavior": "instant",
        # A form that comes back with its errors (422), or a dialog whose facts changed (409), is shown like any answer.
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "4(09|22)", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)
LANGUAGE_NAMES = {"en": "English", "fr": "Français", "nl": "Nederlands", "de": "Deutsch"}


@dataclass(frozen=True, slots=True)
class Place:
    """One link of the main navigation."""

    label: str
    url: str
    icon: str
    current: bool
    apart: bool = False
    counts_due: bool = False
    """Whether the number of the user's follow-ups that are due stands beside it."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame around the page, as `frame` in every template; what the user `may` change and `sees`; what the plan has."""
    theme = request.COOKIES.get("theme", "")
    user = request.user
    return {
        "sees": {right.value: user.is_authenticated and user.sees(right) for right in Right},
        "may": {right.value: user.is_authenticated and may(user, right) for right in Right},
        "has_subscriptions": user.is_authenticated and user.account.has(Module.SUBSCRIPTIONS),
        "frame": {
            "nav": places(request),
            # Templates call it; those that show no navigation do not, and ask the database nothing.
            "due": cache(lambda: due(request) if user.is_authenticated else 0),
            # What was asked of a list stands in the list's own field.
            "q": request.GET.get("q", "") if request.path == reverse("search") else "",
            "theme": theme if theme in ("light", "dark") else "",
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "languages": [(code, LANGUAGE_NAMES[code]) for code, _name in settings.LANGUAGES],
            "htmx_config": HTMX,
        },
    }


def may(user: User, right: Right) -> bool:
    """Whether the user may change what the right is for, and the plan contains it."""
    return user.may(right) and (right != Right.SUBSCRIPTIONS or user.account.has(Module.SUBSCRIPTIONS))


def places(request: HttpRequest) -> list[Place]:
    """The links of the main navigation: what the plan contains and the user sees."""
    if not request.user.is_authenticated:
        return []
    found = [
        (gettext("Today"), "/today/", "sun"),
        (gettext("Contacts"), "/contacts/", "user-round"),
        (gettext("Companies"), "/companies/", "building-2"),
        (gettext("Deals"), "/deals/", "handshake"),
        (gettext("Quotations"), "/quotations/", "file-pen-line"),
        (gettext("Follow-ups"), "/follow-ups/", "list-checks"),
        (gettext("Invoices"), "/invoices/", "receipt-text"),
        (gettext("Subscriptions"), "/subscriptions/", "repeat"),
        (pgettext("navigation", "Segments"), "/segments/", "list-filter"),
        (gettext("Reminders"), "/reminders/", "bell"),
        (gettext("Dashboard"), "/dashboard/", "gauge"),
        (gettext("Settings"), "/settings/", "settings"),
    ]
    if not request.user.account.has(Module.SUBSCRIPTIONS):
        found = [place for place in found if place[1] != "/subscriptions/"]
    found = [place for place in found if (module := module_of(place[1])) is None or request.user.sees(module)]
    return [
        Place(
            label,
            url,
            icon,
            current=request.path.startswith(url),
            apart=url == "/settings/",
            counts_due=url == "/today/",
        )
        for label, url, icon in found
    ]
