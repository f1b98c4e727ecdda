"""Writing notes, in place and in dialogs."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.core.ids import new_id
from comptoir.dossier import notes
from comptoir.dossier.models import Note
from comptoir.dossier.refusals import ChangedMeanwhile, NotYours
from comptoir.web.answers import back, came_from, dialog
from comptoir.web.clock import now
from comptoir.web.dossier.about import About, asked_about, lead
from comptoir.web.dossier.forms import NewNoteForm, NoteForm
from comptoir.web.dossier.parts import notes_url
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A note about a customer or a deal: from the form above the others, from a dialog, from a page of its own."""
    about = asked_about(request)
    form = NewNoteForm(_data(request), initial={"request_key": new_id()}, auto_id=_auto_id(request))
    if accepted(form, lambda: _add(request, about, form.cleaned_data)):
        toast(request, _("Note added"))
        return lead(request, notes_url(about.owner))
    context = {"form": form, "asked": about.asked, "home": notes_url(about.owner)}
    if form.errors and request.headers.get("HX-Target") == "notes":
        return _in_place(render(request, "dossier/_new_note.html", context, status=422))
    title = _("New note about %(name)s") % {"name": about.owner}
    return dialog(request, "dossier/note.html", context, title=title, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A note to change, for whoever wrote it, owners and admins."""
    found = own(request, Note.objects.select_related("customer", "deal", "account", "by"), id)
    if not notes.may_change(found, by=request.user):
        raise NotYours
    form, home, status = NoteForm(_data(request), instance=found, auto_id="dialog_%s"), _home(found), 200
    try:
        if accepted(form, lambda: _edit(request, found, form.cleaned_data)):
            toast(request, _("Note saved"))
            return back(request, home)
        status = 422 if form.errors else 200
    except ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        found.refresh_from_db()
        status = 409
    context = {"form": form, "note": found, "home": home, "next": came_from(request, home)}
    context["meanwhile"] = found.content if status == 409 else ""
    return dialog(request, "dossier/note.html", context, title=_("Edit note"), status=status)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what goes, then delete it."""
    found = own(request, Note.objects.select_related("customer", "deal", "by"), id)
    if not notes.may_change(found, by=request.user):
        raise NotYours
    home = _home(found)
    if request.method == "POST":
        notes.delete_note(found, by=request.user, at=now(request))
        toast(request, _("Note deleted"))
        return back(request, home)
    context = {"note": found, "home": home, "next": came_from(request, home)}
    return dialog(request, "dossier/delete_note.html", context, title=_("Delete this note"))


def _add(request: HttpRequest, about: About, given: dict[str, Any]) -> None:
    notes.add_note(
        about.customer,
        content=given["content"],
        deal=about.deal,
        id=given["request_key"],
        by=request.user,
        at=now(request),
    )


def _edit(request: HttpRequest, note: Note, given: dict[str, Any]) -> None:
    seen = _moment(request.POST.get("seen"))
    notes.edit_note(note, content=given["content"], seen=seen, by=request.user, at=now(request))


def _auto_id(request: HttpRequest) -> str:
    """The form in the page and the one in the dialog over it have ids of their own."""
    return "dialog_%s" if request.headers.get("HX-Target") == "dialog" else "note_%s"


def _in_place(answer: HttpResponse) -> HttpResponse:
    """Put the form with its errors where the form was; the notes below it stay."""
    answer["HX-Retarget"] = answer["HX-Reselect"] = "#new-note"
    return answer


def _home(note: Note) -> str:
    return notes_url(note.customer)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
