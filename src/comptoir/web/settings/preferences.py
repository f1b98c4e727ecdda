"""Theme and language, chosen in the user menu or, by visitors, under the log-in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from comptoir.lifecycle import people
from comptoir.web.answers import back
from comptoir.web.clock import now

YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or whatever the device says; kept in this browser."""
    answer = back(request, "/")
    answer.set_cookie("theme", request.POST.get("theme", ""), max_age=YEAR, samesite="Lax")
    return answer


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the user; of a visitor, in this browser."""
    chosen = request.POST.get("language", "")
    answer = back(request, "/login/")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            people.change_user(request.user, by=request.user, at=now(request), language=chosen)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
    return answer
