"""Follow-ups: tasks, calls and meetings, and the feed that brings them into a calendar program."""

from comptoir.followups.models.call import Call, CallOutcome, CallQuerySet
from comptoir.followups.models.feed import CalendarFeed
from comptoir.followups.models.meeting import Attendee, Meeting, MeetingQuerySet
from comptoir.followups.models.task import Priority, Task, TaskQuerySet

__all__ = [
    "Attendee",
    "CalendarFeed",
    "Call",
    "CallOutcome",
    "CallQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Priority",
    "Task",
    "TaskQuerySet",
]
