"""Words about follow-ups: when they are, how important, and what an edit changed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.followups.agenda import Item
from comptoir.followups.models import Attendee, Call, Meeting, Priority, Task
from comptoir.web import speech

register = template.Library()


@register.filter
def follow_up_field(name: str) -> str:
    """What an edited field of a task, call or meeting is called."""
    words = {"users": _("Colleagues"), "contacts": _("Guests"), "contact": _("Person to ask for")}
    models = [model for model in (Task, Call, Meeting) if name in {field.name for field in model._meta.fields}]
    return words.get(name) or str(models[0]._meta.get_field(name).verbose_name)


@register.filter
def follow_up_value(change: dict[str, Any], which: str) -> str:
    """The `old` or `new` value of a change, as people write it."""
    value = change[which]
    if not value:
        return ""
    if change["field"] == "due_on":
        return speech.day(dt.date.fromisoformat(value))
    if change["field"] in ("scheduled_at", "starts_at", "ends_at"):
        return speech.moment(dt.datetime.fromisoformat(value))
    if change["field"] == "priority":
        return str(Priority(value).label)
    return ", ".join(value) if isinstance(value, list) else str(value)


@register.simple_tag
def when(item: Item, today: dt.date | None = None) -> SafeString | str:
    """The day of a task, the moment of a call, the beginning and the end of a meeting; of what is `today` only the clock."""
    if item.on == today and _is_within_a_day(item):
        return _clock(item)
    if item.starts_at is None:
        return format_html('<time datetime="{}">{}</time>', item.on.isoformat(), speech.day(item.on))
    begins = format_html('<time datetime="{}">{}</time>', *_moment(item.starts_at))
    if item.ends_at is None:
        return begins
    first, last = timezone.localdate(item.starts_at), timezone.localdate(item.ends_at)
    if first == last:
        return format_html("{}–{}", begins, speech.clock(item.ends_at))
    # The end of one over several days stands below its beginning.
    ends = format_html('<time datetime="{}">{}</time>', *_moment(item.ends_at))
    return format_html('{} – <span class="then">{}</span>', begins, ends)


@register.filter
def in_short(attendees: Iterable[Attendee]) -> str:
    """Who comes to a meeting, in a few words: a guest is named before colleagues."""
    names = [str(each) for each in sorted(attendees, key=lambda each: each.contact_id is None)]
    if len(names) <= 1:
        return names[0] if names else _("Nobody")
    others = len(names) - 1
    sentence = ngettext("%(name)s and %(number)s other", "%(name)s and %(number)s others", others)
    return sentence % {"name": names[0], "number": others}


@register.filter
def priority_colour(priority: str) -> str:
    """How loud a priority is: only the first asks for attention."""
    return {Priority.A: "amber", Priority.D: "outline"}.get(Priority(priority), "")


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of follow-up."""
    return {"task": "list-checks", "call": "phone", "meeting": "users-round"}[kind]


def _is_within_a_day(item: Item) -> bool:
    moments = [moment for moment in (item.starts_at, item.ends_at) if moment]
    return all(timezone.localdate(moment) == item.on for moment in moments)


def _clock(item: Item) -> SafeString | str:
    if item.starts_at is None:
        return ""
    until = f"–{speech.clock(item.ends_at)}" if item.ends_at else ""
    begins = timezone.localtime(item.starts_at).isoformat()
    return format_html('<time datetime="{}">{}{}</time>', begins, speech.clock(item.starts_at), until)


def _moment(at: dt.datetime) -> tuple[str, str]:
    return timezone.localtime(at).isoformat(), speech.moment(at)
