"""How templates speak of quotations."""

import datetime as dt
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comptoir.quotations.models import Quotation
from comptoir.web import speech
from comptoir.web.quotations import words
from comptoir.web.templatetags.comptoir import badge

register = template.Library()

register.filter("amounts", words.amounts)
register.filter("clock", speech.clock)


@register.filter
def charged(cycle: tuple[str, int] | None) -> str:
    """`once`, `every month`, `every 3 months`."""
    return words.charged(*cycle) if cycle else words.charged("", None)


@register.simple_tag
def quotation_badge(quotation: Quotation, on: dt.date) -> SafeString:
    """How it stands on the day `on`, as a badge."""
    state = words.state(quotation, on=on)
    return badge(words.state_label(state), words.STATE_COLOURS.get(state, ""))


@register.filter
def is_expired(quotation: Quotation, on: dt.date) -> bool:
    """Open, and its last day is past."""
    return quotation.is_expired(on=on)


@register.filter
def cycle_of_line(line: Any) -> str:
    """How often a line, an offer or a subscription begun from one is charged: `every month`."""
    return words.charged(line.unit, line.period)


@register.filter
def cycle_of_effect(effect: dict[str, Any]) -> str:
    """The same of what an activity keeps."""
    return words.charged(effect["unit"], effect["period"])


@register.filter
def edited_fields(effects: dict[str, Any]) -> str:
    """`Name, Valid until, Lines`: what an edit changed, as the form calls it."""
    fields = [Quotation._meta.get_field(change["field"]).verbose_name for change in effects["changes"]]
    names = [*fields, _("Lines")] if effects["lines"] else fields
    return ", ".join(str(name) for name in names)
