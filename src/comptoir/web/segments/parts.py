"""Segments on other pages: the filter of the overviews."""

from typing import Any

from django.http import Http404, HttpRequest

from comptoir.customers.models import CustomerQuerySet
from comptoir.segments.asked import Asked
from comptoir.segments.choosing import NoSuchSegment, choose
from comptoir.segments.matching import condition
from comptoir.segments.models import Segment
from comptoir.segments.readymade import ReadyMade, ready_made
from comptoir.web.clock import today
from comptoir.web.segments.wording import all_said


def asked_by(request: HttpRequest) -> Asked:
    """The circumstances of this request, the same for all that is on the page."""
    if not hasattr(request, "_asked"):
        request._asked = Asked(request.user.account, today(request), request.user)  # type: ignore[attr-defined]
    return request._asked  # type: ignore[attr-defined]


def chosen(request: HttpRequest, key: str) -> Segment | ReadyMade:
    """The segment that `key` stands for; a private, foreign or unknown one is missing: Http404."""
    try:
        return choose(key, by=request.user)
    except NoSuchSegment:
        raise Http404 from None


def from_query(request: HttpRequest) -> Segment | ReadyMade | None:
    """The segment in the address (`?segment=`, an id or the slug of a ready-made one), or None. Http404 as above."""
    key = request.GET.get("segment", "")
    return chosen(request, key) if key else None


def narrowed(
    customers: CustomerQuerySet, segment: Segment | ReadyMade | None, request: HttpRequest
) -> CustomerQuerySet:
    """Those of `customers` whom the segment contains today; all of them when there is no segment."""
    if segment is None:
        return customers
    return customers.filter(condition(segment.match, segment.rules, asked=asked_by(request)))


def chooser(request: HttpRequest, segment: Segment | ReadyMade | None) -> dict[str, Any]:
    """What `segments/_chooser.html` (a field of the overview's filter form) and `segments/_chosen.html` need."""
    kept = list(Segment.objects.visible_to(request.user))
    mine = [each for each in kept if each.created_by_id == request.user.pk]
    return {
        "segment": segment,
        "segment_said": all_said(segment.rules, asked=asked_by(request)) if segment else [],
        "segments_ready": ready_made(request.user),
        "segments_mine": mine,
        "segments_shared": [each for each in kept if each not in mine],
    }
