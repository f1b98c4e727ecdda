"""Finding a segment by what stands for it in an address: an id, the slug of a ready-made one, or rules themselves."""

import uuid

from comptoir.accounts.models import User
from comptoir.segments import readymade, unsaved
from comptoir.segments.models import Segment, subjects_of
from comptoir.segments.readymade import ReadyMade
from comptoir.segments.unsaved import Unsaved

Chosen = Segment | ReadyMade | Unsaved


class NoSuchSegment(Exception):
    """There is none of that key, or not for this user: a foreign or private one answers like a missing one."""


def choose(key: str, *, by: User, about: str | None = None) -> Chosen:
    """The segment that `key` stands for, when `by` may see it and it is about what is asked. Raises NoSuchSegment."""
    found = _find(key, by)
    if found is None or found.about not in subjects_of(by) or about not in (None, found.about):
        raise NoSuchSegment(key)
    return found


def _find(key: str, by: User) -> Chosen | None:
    try:
        if key.startswith(unsaved.SIGN):
            return unsaved.from_key(key)
        kept = Segment.objects.visible_to(by).select_related("created_by")
        return readymade.find(key, by=by) or kept.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None
