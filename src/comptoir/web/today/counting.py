"""The number beside "Today" in the navigation."""

from django.http import HttpRequest

from comptoir.followups.agenda import count_due
from comptoir.web.clock import now

CAP = 99
"""Nobody needs to know how many more are due."""


def due(request: HttpRequest) -> int:
    """How many of the user's own tasks, calls and meetings are due today or earlier; CAP + 1 stands for more. One query."""
    return count_due(request.user, at=now(request), limit=CAP + 1)
