"""Ticking the rows of a list, and the bar that says what can be done with them."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comptoir.web import speech
from comptoir.web.bulk.choosing import ABOUT
from comptoir.web.bulk.offers import offered
from comptoir.web.paging import CAP, Page

register = template.Library()

TICK = """<td class="check-cell">
  <input type="checkbox" name="id" value="{}" form="selection" aria-label="{}">
</td>"""


@register.simple_tag
def tick(record: Any, name: Any) -> SafeString:
    """The cell with the box of one row."""
    words = _("Select %(name)s") % {"name": name}
    return format_html(TICK, record.pk, words)


@register.inclusion_tag("bulk/_tick_all.html")
def tick_all() -> dict[str, Any]:
    """The cell in the head, with the box that ticks them all."""
    return {}


@register.inclusion_tag("bulk/_bar.html", takes_context=True)
def selection_bar(context: Context, name: str) -> dict[str, Any]:
    """What stands under the list called `name` while rows of its `page` are ticked; inside `.tickable` with the list."""
    request, page = context["request"], context["page"]
    query = request.GET.copy()
    for cursor in ("after", "before", "sort"):
        query.pop(cursor, None)
    url = reverse(f"act_on_{name}")
    return {
        "url": f"{url}?{query.urlencode()}" if query else url,
        "offers": offered(request, ABOUT[name]),
        "all_of_them": _all_of_them(page),
        "next": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


def _all_of_them(page: Page) -> str:
    """What the list finds on all of its pages together; nothing when that is a single row."""
    if page.count == 1:
        return ""
    if page.count is None:
        return _("All that are found, more than %(number)s") % {"number": speech.number(CAP)}
    return _("All %(number)s that are found") % {"number": speech.number(page.count)}
