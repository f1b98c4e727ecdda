"""The door for customers: whoever has the link comes in, without a log-in, in the language of the quotation."""

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from comptoir.quotations.links import by_token
from comptoir.quotations.models import Quotation
from comptoir.web.visitors import tries_too_often

SEALED = {
    # The address is the key: it is not handed on, not kept, and not found by searching.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
GUESSES = 30
"""Links that open nothing, from one address in a minute. Guessing one is hopeless; this only keeps it quiet."""

Page = Callable[[HttpRequest, Quotation], HttpResponse]


def for_whoever_has_the_link(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """`page` about the quotation of the link; for any other link a 404 that says what to do, soon a 429.

    It needs no protection against forged forms: who knows the link may answer, who does not cannot send one. A token
    would not arrive anyway, since without a referrer browsers say that forms come from nowhere.
    """

    @login_not_required
    @csrf_exempt
    @wraps(page)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        quotation = by_token(token)
        answer = _in_its_language(page, request, quotation) if quotation else _unknown(request)
        for name, value in SEALED.items():
            answer.headers[name] = value
        return answer

    return opened


def _in_its_language(page: Page, request: HttpRequest, quotation: Quotation) -> HttpResponse:
    language, time_zone = quotation.language, ZoneInfo(quotation.account.time_zone)
    with translation.override(language), timezone.override(time_zone):
        try:
            answer = page(request, quotation)
        except Quotation.DoesNotExist:  # deleted in this very moment
            return _unknown(request)
    answer.headers["Content-Language"] = language
    return answer


def _unknown(request: HttpRequest) -> HttpResponse:
    """Never known, renewed or deleted: nobody can tell which."""
    too_often = tries_too_often(request, "quotation_link", at_most=GUESSES)
    status = 429 if too_often else 404
    return render(request, "quotations/public_unknown.html", {"too_often": too_often}, status=status)
