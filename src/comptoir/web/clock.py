"""The one place where the web takes the time from."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone


def now(request: HttpRequest) -> dt.datetime:
    """This moment, the same for the whole request."""
    if not hasattr(request, "_now"):
        request._now = timezone.now()  # type: ignore[attr-defined]
    return request._now  # type: ignore[attr-defined]


def today(request: HttpRequest) -> dt.date:
    """Today in the time zone of the user's account."""
    return request.user.account.day(now(request))
