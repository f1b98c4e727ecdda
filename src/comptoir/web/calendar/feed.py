"""The door for calendar programs: no log-in, the address itself is the secret."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from comptoir.followups.feed import as_ics, user_of
from comptoir.web.clock import now
from comptoir.web.guessing import has_missed_too_often, missed


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A user's follow-ups as iCalendar; nothing, and no reason, for an address that is unknown, revoked or too much guessed.

    Programs ask every few minutes: what they have already is not sent again (ETag), and nobody between keeps a copy.
    """
    if has_missed_too_often(request):
        return _nothing(429)
    user = user_of(token)
    if user is None:
        missed(request)
        return _nothing(404)
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
