"""How templates speak of quotations."""

import datetime as dt

from django import template
from django.utils.safestring import SafeString

from comptoir.quotations.models import Quotation
from comptoir.web.quotations import words
from comptoir.web.templatetags.comptoir import badge

register = template.Library()

register.filter("amounts", words.amounts)


@register.simple_tag
def quotation_badge(quotation: Quotation, on: dt.date) -> SafeString:
    """How it stands on the day `on`, as a badge."""
    state = words.state(quotation, on=on)
    return badge(words.state_label(state), words.STATE_COLOURS.get(state, ""))


@register.filter
def is_expired(quotation: Quotation, on: dt.date) -> bool:
    """Open, and its last day is past."""
    return quotation.is_expired(on=on)
