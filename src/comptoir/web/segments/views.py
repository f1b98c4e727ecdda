"""The pages of segments."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.segments import keeping
from comptoir.segments.choosing import Chosen
from comptoir.segments.counting import counts
from comptoir.segments.keeping import may_change
from comptoir.segments.models import About, Segment, subjects_of
from comptoir.segments.readymade import TO_DEACTIVATE, ready_made
from comptoir.segments.unsaved import Unsaved
from comptoir.web.answers import back, dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.segments.builder import Builder
from comptoir.web.segments.links import In, lists_of
from comptoir.web.segments.parts import asked_by, chosen
from comptoir.web.segments.wording import Said, all_said, counts_said
from comptoir.web.toasts import toast


@dataclass(frozen=True)
class Entry:
    """A segment in the list: what it says, where its rows are and how many, and whether the reader may change it."""

    segment: Chosen
    said: list[Said]
    lists: list[In]
    may_change: bool

    @property
    def texts(self) -> list[str]:
        """How many there are, in words."""
        return [each.text for each in self.lists]


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
        "ready": [entry for entry in entries[: len(ready)] if entry.segment.key not in TO_DEACTIVATE],
        "suggested": [entry for entry in entries[: len(ready)] if entry.segment.key in TO_DEACTIVATE],
        "mine": [entry for entry in own_or_shared if entry.segment.created_by_id == request.user.pk],
        "shared": [entry for entry in own_or_shared if entry.segment.created_by_id != request.user.pk],
    }
    return render(request, "segments/overview.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Make a segment, from nothing or as a copy of another (`?copy=`)."""
    if request.method != "POST":
        return _builder_page(request, _begun(request))
    builder = Builder.typed(request.POST, asked=asked_by(request))
    if builder.reshape(request.POST):
        return _builder_page(request, builder)
    made = builder.save(lambda **facts: keeping.create(**facts, about=builder.about, by=request.user, at=now(request)))
    return _saved(request, made) if made else _builder_page(request, builder, status=422)


def segment(request: HttpRequest, key: str) -> HttpResponse:
    """A segment: the form to change it, for those who may; its rules in words for the others; rules in the
    address can be kept."""
    found = chosen(request, key)
    if isinstance(found, Unsaved):
        return redirect(f"{reverse('new_segment')}?{urlencode({'copy': key})}")
    if not isinstance(found, Segment) or not may_change(found, by=request.user):
        if request.method == "POST":
            raise keeping.NotYours
        [entry] = _entries(request, [found], counted=True)
        return render(request, "segments/page.html", {"segment": found, "entry": entry})
    if request.method != "POST":
        builder = Builder.of(found, asked=asked_by(request), name=found.name, shared=found.is_shared)
        return _builder_page(request, builder, segment=found)
    builder = Builder.typed(request.POST, asked=asked_by(request), about=found.about)
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


def _entries(request: HttpRequest, those: Sequence[Chosen], *, counted: bool) -> list[Entry]:
    asked = asked_by(request)
    numbers = [counts_said(each) for each in counts(those, asked=asked)] if counted else [{} for __ in those]
    return [
        Entry(
            segment=each,
            said=all_said(each, asked=asked),
            lists=lists_of(each, numbers_of_it),
            may_change=isinstance(each, Segment) and may_change(each, by=request.user),
        )
        for each, numbers_of_it in zip(those, numbers, strict=True)
    ]


def _begun(request: HttpRequest) -> Builder:
    """A new one: of the subject in the address (`?about=`), or a copy of another segment (`?copy=`)."""
    asked = asked_by(request)
    if key := request.GET.get("copy", ""):
        original = chosen(request, key)
        name = original.name if isinstance(original, Unsaved) else _("Copy of %(name)s") % {"name": original.name}
        return Builder.of(original, asked=asked, name=name)
    about = request.GET.get("about", "")
    return Builder.empty(asked=asked, about=about if about in subjects_of(request.user) else About.CUSTOMER)


def _builder_page(
    request: HttpRequest, builder: Builder, *, segment: Segment | None = None, status: int = 200
) -> HttpResponse:
    context = {"builder": builder, "segment": segment, "lists": lists_of(segment) if segment else []}
    return render(request, "segments/builder.html", context, status=status)


def _saved(request: HttpRequest, segment: Segment) -> HttpResponse:
    toast(request, _("“%(name)s” saved.") % {"name": segment.name})
    return go(request, url_of(segment))
