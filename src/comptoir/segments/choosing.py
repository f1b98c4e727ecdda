"""Finding a segment by what stands for it in an address: an id, or the slug of a ready-made one."""

import uuid

from comptoir.accounts.models import User
from comptoir.segments import readymade
from comptoir.segments.models import Segment
from comptoir.segments.readymade import ReadyMade


class NoSuchSegment(Exception):
    """There is none of that key, or not for this user: a foreign or private one answers like a missing one."""


def choose(key: str, *, by: User) -> Segment | ReadyMade:
    """The segment that `key` stands for, when `by` may see it. Raises NoSuchSegment."""
    found: Segment | ReadyMade | None = readymade.find(key, by=by)
    if found is None:
        found = Segment.objects.visible_to(by).select_related("created_by").filter(pk=_as_id(key)).first()
    if found is None:
        raise NoSuchSegment(key)
    return found


def _as_id(key: str) -> uuid.UUID:
    try:
        return uuid.UUID(key)
    except ValueError:
        raise NoSuchSegment(key) from None
