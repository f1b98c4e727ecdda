"""The door for calendar programs: no log-in, the address itself is the secret."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from comptoir.followups.feed import as_ics, user_of
from comptoir.web.clock import now
from comptoir.web.visitors import tries_too_often

GUESSES = 30
"""Addresses that are unknown, from one place in a minute. Guessing one is hopeless; this only keeps it quiet."""


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A user's follow-ups as iCalendar; nothing, and no reason, for an address that is unknown or revoked.

    Programs ask every few minutes: what they have already is not sent again (ETag), and nobody between keeps a copy.
    """
    user = user_of(token)
    if user is None:
        return _nothing(429 if tries_too_often(request, "calendar_feed", at_most=GUESSES) else 404)
    content = as_ics(user, at=now(request))
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    full = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    answer = get_conditional_response(request, etag=etag, response=full) or full
    answer["Content-Language"] = user.language
    answer["Content-Disposition"] = 'inline; filename="comptoir.ics"'
    return _unseen(answer)


def _nothing(status: int) -> HttpResponse:
    return _unseen(HttpResponse(status=status, content_type="text/plain"))


def _unseen(answer: HttpResponse) -> HttpResponse:
    """Kept by the program only, which asks again each time, and named by no search engine."""
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer
