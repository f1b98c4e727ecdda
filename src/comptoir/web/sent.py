"""What forms send along unseen: the id of what they make, and which version they show."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest


def id_in(request: HttpRequest, name: str = "id") -> UUID | None:
    """The id that a form brings for what it makes, so that sent twice it makes it once; None if there is none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def seen_in(request: HttpRequest) -> dt.datetime | None:
    """When what the form shows was last changed, so that nothing is overwritten unseen; None if it does not say."""
    try:
        return dt.datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None
