"""The pages of segments."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.segments import keeping
from comptoir.segments.counting import counts
from comptoir.segments.keeping import may_change
from comptoir.segments.models import Segment
from comptoir.segments.readymade import ReadyMade, ready_made
from comptoir.web.answers import back, dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.segments.builder import Builder
from comptoir.web.segments.parts import asked_by, chosen
from comptoir.web.segments.wording import CountsSaid, Said, all_said, counts_said
from comptoir.web.toasts import toast


@dataclass(frozen=True)
class Entry:
    """A segment in the list: what it says, how many it contains, and whether the reader may change it."""

    segment: Segment | ReadyMade
    said: list[Said]
    counts: CountsSaid | None
    may_change: bool


def segments(request: HttpRequest) -> HttpResponse:
    """All segments that the user can choose. Counting may take longer than the page: their counts follow by themselves.

    Without JavaScript a link asks for them (`?counts=1`).
    """
    ready = ready_made(request.user)
    kept = list(Segment.objects.visible_to(request.user).select_related("created_by"))
    entries = _entries(request, [*ready, *kept], counted="counts" in request.GET)
    if request.headers.get("HX-Request"):
        return render(request, "segments/_counts.html", {"entries": entries})
    own_or_shared = entries[len(ready) :]
    context = {
        "counted": "counts" in request.GET,
        "ready": entries[: len(ready)],
        "mine": [entry for entry in own_or_shared if entry.segment.created_by_id == request.user.pk],
        "shared": [entry for entry in own_or_shared if entry.segment.created_by_id != request.user.pk],
    }
    return render(request, "segments/overview.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Make a segment, from nothing or as a copy of another (`?copy=`)."""
    if request.method != "POST":
        return _builder_page(request, _copy(request))
    builder = Builder.typed(request.POST, asked=asked_by(request))
    if builder.reshape(request.POST):
        return _builder_page(request, builder)
    made = builder.save(lambda **facts: keeping.create(**facts, by=request.user, at=now(request)))
    return _saved(request, made) if made else _builder_page(request, builder, status=422)


def segment(request: HttpRequest, key: str) -> HttpResponse:
    """A segment: the form to change it, for those who may; its rules in words for the others."""
    found = chosen(request, key)
    if isinstance(found, ReadyMade) or not may_change(found, by=request.user):
        if request.method == "POST":
            raise keeping.NotYours
        return render(
            request, "segments/page.html", {"segment": found, "entry": _entries(request, [found], counted=True)[0]}
        )
    if request.method != "POST":
        builder = Builder.of(found, asked=asked_by(request), name=found.name, shared=found.is_shared)
        return _builder_page(request, builder, segment=found)
    builder = Builder.typed(request.POST, asked=asked_by(request))
    if builder.reshape(request.POST):
        return _builder_page(request, builder, segment=found)
    saved = builder.save(lambda **facts: keeping.edit(found, **facts, by=request.user, at=now(request)))
    return _saved(request, saved) if saved else _builder_page(request, builder, segment=found, status=422)


@require_POST
def rules(request: HttpRequest) -> HttpResponse:
    """The rules as they stand in the form, fitted to their fields, and whom they let in. Nothing is saved."""
    builder = Builder.typed(request.POST, asked=asked_by(request))
    if not builder.reshape(request.POST):
        builder.fit()
    return render(request, "segments/_rules.html", {"builder": builder})


def delete(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Delete a segment after a confirmation."""
    found = _visible(request, id)
    if not may_change(found, by=request.user):
        raise keeping.NotYours
    if request.method != "POST":
        title = _("Delete “%(name)s”") % {"name": found.name}
        return dialog(request, "segments/delete.html", {"segment": found}, title=title)
    keeping.delete(found, by=request.user)
    toast(request, _("“%(name)s” deleted. Its customers stay.") % {"name": found.name})
    return go(request, reverse("segments"))


@require_POST
def share(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Show a segment to everyone in the account."""
    found = keeping.share(_visible(request, id), by=request.user, at=now(request))
    toast(request, _("Everyone in the account sees “%(name)s” now.") % {"name": found.name})
    return back(request, url_of(found))


@require_POST
def unshare(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Show a segment to its maker only."""
    found = keeping.unshare(_visible(request, id), by=request.user, at=now(request))
    toast(request, _("Only %(maker)s sees “%(name)s” now.") % {"maker": found.created_by.name, "name": found.name})
    return go(request, reverse("segments"))


def _visible(request: HttpRequest, id: uuid.UUID) -> Segment:
    return own(request, Segment.objects.visible_to(request.user).select_related("created_by"), id)


def _entries(request: HttpRequest, those: list[Segment | ReadyMade], *, counted: bool) -> list[Entry]:
    asked = asked_by(request)
    numbers = [counts_said(each) for each in counts(those, asked=asked)] if counted else [None] * len(those)
    return [
        Entry(
            segment=each,
            said=all_said(each.rules, asked=asked),
            counts=count,
            may_change=isinstance(each, Segment) and may_change(each, by=request.user),
        )
        for each, count in zip(those, numbers, strict=True)
    ]


def _copy(request: HttpRequest) -> Builder:
    asked = asked_by(request)
    if not (key := request.GET.get("copy", "")):
        return Builder.empty(asked=asked)
    original = chosen(request, key)
    return Builder.of(original, asked=asked, name=_("Copy of %(name)s") % {"name": original.name})


def _builder_page(
    request: HttpRequest, builder: Builder, *, segment: Segment | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "segments/builder.html", {"builder": builder, "segment": segment}, status=status)


def _saved(request: HttpRequest, segment: Segment) -> HttpResponse:
    toast(request, _("“%(name)s” saved.") % {"name": segment.name})
    return go(request, url_of(segment))
