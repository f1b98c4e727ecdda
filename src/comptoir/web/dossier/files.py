"""Adding, opening, renaming and deleting files."""

from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from comptoir.core.ids import new_id
from comptoir.dossier import files
from comptoir.dossier.kinds import BY_MIME_TYPE
from comptoir.dossier.models import File
from comptoir.dossier.refusals import TooLarge
from comptoir.web.answers import back, came_from, dialog
from comptoir.web.clock import now
from comptoir.web.dossier.about import About, asked_about, lead
from comptoir.web.dossier.forms import FileNameForm, NewFilesForm
from comptoir.web.dossier.parts import files_url, limits
from comptoir.web.dossier.refused import tell_refused
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast

POLICY = "sandbox; default-src 'none'"
PDF_POLICY = "frame-ancestors 'none'"
"""Browsers show a PDF in a viewer of their own, away from our pages; Chromium's does not start in a sandbox."""

Refused = list[tuple[str, str]]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Keep the files that are sent, each by itself: what is wrong with one stops none of the others."""
    about = asked_about(request)
    home = files_url(about.owner)
    form = NewFilesForm(request.POST if request.method == "POST" else None, initial={"request_key": new_id()})
    sent = request.FILES.getlist("file")
    unsent = _unsent(request)
    if form.is_bound and form.is_valid() and (sent or unsent):
        added, refused = _add(request, about, sent, key=form.cleaned_data["request_key"])
        refused += unsent
        tell_refused(request, home, refused)
        if added:
            _say_added(request, added)
        return lead(request, home)
    context = {"asked": about.asked, "request_key": new_id(), "home": home, "nothing": form.is_bound} | limits()
    title = _("Add files to %(name)s") % {"name": about.owner}
    return dialog(request, "dossier/add_files.html", context, title=title, status=422 if form.is_bound else 200)


@require_safe
def file(request: HttpRequest, id: UUID) -> FileResponse:
    """The bytes, to be saved; with `?open` shown by the browser, when they are of a kind that runs nothing."""
    found = own(request, File, id)
    opened = "open" in request.GET and BY_MIME_TYPE[found.mime_type].opens_in_browser
    try:
        content = found.content.open()
    except FileNotFoundError as lost:  # a backup was put back without its folder of files
        raise Http404 from lost
    answer = FileResponse(content, as_attachment=not opened, filename=found.name, content_type=found.mime_type)
    shown_as_pdf = opened and found.mime_type == "application/pdf"
    answer["Content-Security-Policy"] = PDF_POLICY if shown_as_pdf else POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private"
    return answer


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, id: UUID) -> HttpResponse:
    """Call a file otherwise."""
    found = own(request, File.objects.select_related("customer", "account"), id)
    home = files_url(found.customer)
    form = FileNameForm(request.POST if request.method == "POST" else None, instance=found)
    if accepted(form, lambda: _rename(request, found, form.cleaned_data["name"])):
        toast(request, _("File renamed"))
        return back(request, home)
    context = {"form": form, "home": home, "next": came_from(request, home)}
    return dialog(request, "dossier/rename_file.html", context, title=_("Rename"), status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what goes, then delete it."""
    found = own(request, File.objects.select_related("customer", "account", "uploaded_by"), id)
    home = files_url(found.customer)
    if request.method == "POST":
        files.delete_file(found, by=request.user, at=now(request))
        toast(request, _("%(name)s deleted") % {"name": found.name})
        return back(request, home)
    context = {"file": found, "home": home, "next": came_from(request, home)}
    title = _("Delete %(name)s") % {"name": found.name}
    return dialog(request, "dossier/delete_file.html", context, title=title)


def _add(request: HttpRequest, about: About, sent: list[UploadedFile], *, key: UUID) -> tuple[list[File], Refused]:
    added, refused = [], []
    for place, each in enumerate(sent):
        try:
            added.append(_add_one(request, about, each, id=uuid5(key, str(place))))
        except ValidationError as refusal:
            refused.append((each.name or "", refusal.messages[0]))
    return added, refused


def _unsent(request: HttpRequest) -> Refused:
    """What the page itself saw to be too large, and did not send."""
    too_large = TooLarge(settings.MAX_FILE_MB)
    too_much = _("%(limit)s MB can be sent at once. Add this one again.") % {"limit": settings.MAX_UPLOAD_MB}
    return [
        *((name, str(too_large)) for name in request.POST.getlist("too_large")),
        *((name, too_much) for name in request.POST.getlist("too_much")),
    ]


def _add_one(request: HttpRequest, about: About, sent: UploadedFile, *, id: UUID) -> File:
    name, content = sent.name or "", sent
    facts: dict[str, Any] = {"by": request.user, "at": now(request), "deal": about.deal, "id": id}
    return files.add_file(about.customer, name=name, content=content, **facts)


def _say_added(request: HttpRequest, added: list[File]) -> None:
    words = {"count": len(added), "name": added[0].name}
    toast(request, ngettext("%(name)s added", "%(count)s files added", len(added)) % words)


def _rename(request: HttpRequest, found: File, name: str) -> None:
    files.rename_file(found, name=name, by=request.user, at=now(request))
