"""Words about follow-ups: what an edit changed."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import gettext as _

from comptoir.followups.models import Call, Meeting, Priority, Task
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
