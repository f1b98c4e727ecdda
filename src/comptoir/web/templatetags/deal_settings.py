"""Words about pipelines: how long deals may rest in a phase."""

from django import template
from django.utils.translation import ngettext

from comptoir.deals.models import Unit

register = template.Library()


@register.filter
def rest(after: int, unit: str) -> str:
    """`14 days`, `3 weeks`"""
    if unit == Unit.WEEKS:
        return ngettext("%(count)s week", "%(count)s weeks", after) % {"count": after}
    return ngettext("%(count)s day", "%(count)s days", after) % {"count": after}
