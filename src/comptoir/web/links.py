"""Where the page of a thing is."""

from django.db import models
from django.urls import reverse

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
    if name == "customer":
        return reverse(thing.kind, args=[thing.pk])  # type: ignore[attr-defined]
    return reverse(_PAGES[name], args=[thing.pk])
