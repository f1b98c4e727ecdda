"""What every request passes through: the reader's language and time zone, and refusals put into words."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from comptoir.accounts.rights import UNSEEN, NotAllowed
from comptoir.web.modules import module_asked

Answer = Callable[[HttpRequest], HttpResponse]


class LocaleOfUser:
    """Speaks the user's language and tells the time of their account; a visitor's cookie or browser says theirs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            language, time_zone = user.language, user.account.time_zone
        else:
            language, time_zone = translation.get_language_from_request(request), settings.TIME_ZONE
        with translation.override(language), timezone.override(ZoneInfo(time_zone)):
            request.LANGUAGE_CODE = language
            answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", language)
        return answer


class Refusals:
    """Turns a missing right into a 403 with its sentence: a page, or a toast when htmx asked for a part.

    All of a module that is hidden from the user is refused the same way, before any of its views begins. An htmx request
    of somebody whose session has ended is sent to the log-in as a whole page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.headers.get("HX-Request") and not request.user.is_authenticated and answer.status_code == 302:
            return HttpResponse(headers={"HX-Redirect": reverse(settings.LOGIN_URL)})
        return answer

    def process_view(self, request: HttpRequest, view: object, args: object, facts: object) -> HttpResponse | None:
        module = module_asked(request)
        if module is None or not request.user.is_authenticated or request.user.sees(module):
            return None
        return refused(request, str(UNSEEN[module]))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotAllowed):
            return None
        return refused(request, str(exception))


def refused(request: HttpRequest, sentence: str, *, status: int = 403) -> HttpResponse:
    """The 403, or another, that says why."""
    if request.headers.get("HX-Request"):
        answer = render(request, "components/toast.html", {"text": sentence, "warning": True}, status=status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#toasts", "beforeend"
        return answer
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)
