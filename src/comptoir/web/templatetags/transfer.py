"""The button of a list that takes it out as a file."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("components/export.html", takes_context=True)
def export_menu(context: Context, name: str) -> dict[str, Any]:
    """`Export ▾`: the list called `name` as it is narrowed and searched now, all pages of it."""
    query = context["request"].GET.copy()
    for cursor in ("after", "before", "sort"):
        query.pop(cursor, None)
    asked = f"?{query.urlencode()}" if query else ""
    return {
        "csv_url": f"{reverse(f'export_{name}')}{asked}",
        "xlsx_url": f"{reverse(f'export_{name}_xlsx')}{asked}",
    }
