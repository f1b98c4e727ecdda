"""Words and places of the calendar."""

import datetime as dt

from django import template
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.followups.agenda import Item
from comptoir.followups.models import Meeting
from comptoir.web import speech
from comptoir.web.calendar.asked import Asked
from comptoir.web.calendar.hours import Placed

register = template.Library()


@register.simple_tag
def calendar_url(asked: Asked, on: dt.date, view: str) -> str:
    """The same calendar at another day, in `view`."""
    return asked.url(on=on, view=view)


@register.filter
def clock(item: Item) -> str:
    """When it begins, `10:30`; an ellipsis on the later days of a meeting over several; nothing for a task."""
    if item.starts_at is None:
        return ""
    return speech.clock(item.starts_at) if timezone.localdate(item.starts_at) == item.on else "…"


@register.filter
def clock_until(item: Item) -> str:
    """When it ends, `11:30`, if that is known and on the same day."""
    if item.ends_at is None or timezone.localdate(item.ends_at) != item.on:
        return ""
    return speech.clock(item.ends_at)


@register.filter
def place(placed: Placed) -> str:
    """The classes that put it among the hours, `from-h-2 from-q-1 to-h-3 to-q-1 lane-0 of-2` (calendar.css)."""
    ends = placed.begins + placed.lasts
    return f"{quarter(placed.begins)} to-h-{ends // 4} to-q-{ends % 4} lane-{placed.lane} of-{placed.lanes}"


@register.filter
def quarter(begins: int) -> str:
    """The classes of a quarter of an hour, counted from the first hour shown."""
    return f"from-h-{begins // 4} from-q-{begins % 4}"


@register.filter
def doers(item: Item) -> list[User]:
    """The users who do it, or go there."""
    if isinstance(item.thing, Meeting):
        return [attendee.user for attendee in item.thing.attendees.all() if attendee.user]
    return [item.thing.assignee] if item.thing.assignee else []
