"""Where the page of a thing is."""

from functools import cache
from uuid import UUID

from django.db import models
from django.urls import get_script_prefix, reverse

_PAGES = {
    "invoice": "invoice",
    "subscription": "subscription",
    "segment": "segment",
    "creditnote": "credit_note",
    "reminder": "reminder",
    "department": "department",
    "deal": "deal",
    "quotation": "quotation",
    "task": "edit_task",
    "call": "edit_call",
    "meeting": "edit_meeting",
}


def url_of(thing: models.Model) -> str:
    """The address of the page of a customer, invoice, subscription, …"""
    name = thing._meta.model_name or ""
    return address(thing.kind if name == "customer" else _PAGES[name], thing.pk)  # type: ignore[attr-defined]


def address(name: str, pk: UUID) -> str:
    """`reverse(name, args=[pk])`, for the many links of a list: the place of the id is looked up once."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{pk}{after}"


@cache
def _around(name: str, _prefix: str) -> tuple[str, str]:
    anybody = UUID(int=0)
    before, _id, after = reverse(name, args=[anybody]).partition(str(anybody))
    return before, after
