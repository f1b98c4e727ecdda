"""What the buttons of an import do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.transfer.importing import starting, working
from comptoir.transfer.importing.refusals import NotNow, NotRight
from comptoir.transfer.models import Import
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.imports.working import at_once
from comptoir.web.toasts import toast


@require_POST
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Check every row once more."""
    return _ask(request, id, working.check)


@require_POST
def run(request: HttpRequest, id: UUID) -> HttpResponse:
    """Import all of the file."""
    return _ask(request, id, working.run)


@require_POST
def undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back what the import made."""
    return _ask(request, id, working.undo)


@require_POST
def leave(request: HttpRequest, id: UUID) -> HttpResponse:
    """Forget a file that was not imported."""
    found = own(request, Import, id)
    try:
        starting.leave(found, by=request.user)
        toast(request, _("%(name)s was not imported") % {"name": found.name})
    except NotNow as refusal:
        toast(request, str(refusal), warning=True)
    return HttpResponseRedirect(reverse("imports"))


def _ask(request: HttpRequest, id: UUID, verb: Callable[..., Any]) -> HttpResponse:
    found = own(request, Import.objects.select_related("account"), id)
    try:
        at_once(request, verb(found, by=request.user, at=now(request)))
    except (NotNow, NotRight) as refusal:
        toast(request, str(refusal), warning=True)
    return HttpResponseRedirect(reverse("import", args=[found.pk]))
