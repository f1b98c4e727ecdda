"""Segments on other pages: the filter of the lists."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from comptoir.segments.asked import Asked
from comptoir.segments.choosing import Chosen, NoSuchSegment, choose
from comptoir.segments.matching import matching_by_size
from comptoir.segments.models import About, Segment
from comptoir.segments.readymade import ready_made
from comptoir.segments.unsaved import Unsaved
from comptoir.web.clock import today
from comptoir.web.segments.links import In, lists_of
from comptoir.web.segments.wording import all_said

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def asked_by(request: HttpRequest) -> Asked:
    """The circumstances of this request, the same for all that is on the page."""
    if not hasattr(request, "_asked"):
        request._asked = Asked(request.user.account, today(request), request.user)  # type: ignore[attr-defined]
    return request._asked  # type: ignore[attr-defined]


def chosen(request: HttpRequest, key: str, *, about: str | None = None) -> Chosen:
    """The segment that `key` stands for; a private, foreign or unknown one is missing: Http404."""
    try:
        return choose(key, by=request.user, about=about)
    except NoSuchSegment:
        raise Http404 from None


def from_query(request: HttpRequest, about: str = About.CUSTOMER) -> Chosen | None:
    """The segment of `about` in the address (`?segment=`), or None.

    It is an id, the slug of a ready-made one, or rules themselves (see segments.unsaved). Http404 as above.
    """
    if not hasattr(request, "_segment"):
        key = request.GET.get("segment", "")
        request._segment = chosen(request, key, about=about) if key else None  # type: ignore[attr-defined]
    return request._segment  # type: ignore[attr-defined]


def narrowed(rows: Rows, segment: Chosen | None, request: HttpRequest) -> Rows:
    """Those of `rows` that the segment contains today; all of them when there is no segment."""
    return matching_by_size(rows, segment, asked=asked_by(request)) if segment else rows


def kept(segment: Chosen | None) -> dict[str, str]:
    """The segment as it stands in an address."""
    return {"segment": segment.key} if segment else {}


def chooser(request: HttpRequest, segment: Chosen | None, *, about: str = About.CUSTOMER) -> dict[str, Any]:
    """What `segments/_chooser.html` (a field of a list's filter form) and `segments/_chosen.html` need."""
    saved = list(Segment.objects.visible_to(request.user).filter(about=about))
    mine = [each for each in saved if each.created_by_id == request.user.pk]
    return {
        "segment": segment,
        "segment_is_unsaved": isinstance(segment, Unsaved),
        "segment_elsewhere": _elsewhere(request, segment) if segment else [],
        "segment_said": all_said(segment, asked=asked_by(request)) if segment else [],
        "segments_ready": [each for each in ready_made(request.user) if each.about == about],
        "segments_mine": mine,
        "segments_shared": [each for each in saved if each not in mine],
    }


def _elsewhere(request: HttpRequest, segment: Chosen) -> list[In]:
    """The other lists in which rows of the segment are: contacts beside companies."""
    return [each for each in lists_of(segment) if not each.url.startswith(f"{request.path}?")]
