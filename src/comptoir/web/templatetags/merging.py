"""How the timeline tells that two customers were merged."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.rights import Right
from comptoir.web.merging import words

register = template.Library()

NAMED = 12
"""So many documents are named; the rest is only counted."""
DOCUMENTS = {
    "invoices": ("invoice", Right.INVOICES),
    "credit_notes": ("credit_note", Right.INVOICES),
    "subscriptions": ("subscription", Right.SUBSCRIPTIONS),
    "deals": ("deal", Right.DEALS),
    "quotations": ("quotation", Right.DEALS),
}


@register.filter
def moved(numbers: Mapping[str, int], sees: Mapping[str, bool]) -> str:
    """`12 invoices, 3 tasks`: what went over, without what is hidden from the reader."""
    hidden = {page for page, module in DOCUMENTS.values() if not sees.get(module)}
    return ", ".join(words.moved({kind: number for kind, number in numbers.items() if kind not in hidden}))


@register.filter
def named_documents(effects: Mapping[str, Any], sees: Mapping[str, bool]) -> list[dict[str, str]]:
    """The first documents that went over, each with its address."""
    named = [
        {"url": reverse(page, args=[document["id"]]), "name": document["name"] or _("Draft")}
        for kind, (page, module) in DOCUMENTS.items()
        if sees.get(module)
        for document in effects.get(kind, ())
    ]
    return named[:NAMED]
