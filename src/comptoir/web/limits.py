"""How much may be sent at once."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.transfer.reading import bounds
from comptoir.web.middleware import refused

MEGABYTE = 1024 * 1024


class BodyLimit:
    """Refuses a request that is too large before anything of it is read: Django itself limits forms, but not files.

    It stands after the log-in and the reader's language, before anything that asks for what was sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > _limit(request):
            sentence = _("%(limit)s MB can be sent at once. Nothing was kept; send less at a time.")
            return refused(request, sentence % {"limit": _limit(request) // MEGABYTE}, status=413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _limit(request: HttpRequest) -> int:
    """In bytes: several files for those who may add some, a form everywhere else."""
    if request.user.is_authenticated and request.path == reverse("add_file"):
        return settings.MAX_UPLOAD_MB * MEGABYTE
    if request.user.is_authenticated and request.path == reverse("new_import"):
        return (bounds.FILE_MB + 1) * MEGABYTE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
