"""Segments as a filter of the overview: `?segment=` bears the id of one's own or the slug of a ready-made one."""

import uuid

from django.http import Http404, HttpRequest

from comptoir.customers.models import CustomerQuerySet
from comptoir.segments import matching, readymade
from comptoir.segments.models import Segment
from comptoir.segments.readymade import ReadyMade
from comptoir.web.clock import today


def offered_segments(request: HttpRequest) -> list[tuple[str, str]]:
    """(key, name) of every segment that the user can choose."""
    ready = [(segment.slug, str(segment.name)) for segment in readymade.ready_made(request.user.account)]
    return ready + [(str(segment.pk), segment.name) for segment in Segment.objects.visible_to(request.user)]


def chosen_segment(request: HttpRequest) -> Segment | ReadyMade | None:
    """The segment in the address, if there is one; Http404 when the user cannot see such a segment."""
    key = request.GET.get("segment", "")
    if not key:
        return None
    if ready := readymade.find(key, account=request.user.account):
        return ready
    try:
        return Segment.objects.visible_to(request.user).get(pk=uuid.UUID(key))
    except (Segment.DoesNotExist, ValueError):
        raise Http404 from None


def within(customers: CustomerQuerySet, segment: Segment | ReadyMade, request: HttpRequest) -> CustomerQuerySet:
    """Those of `customers` whom the segment contains today."""
    return matching.matching(customers, segment.match, segment.rules, account=request.user.account, on=today(request))
