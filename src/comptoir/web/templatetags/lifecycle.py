"""How templates speak of what is open with a customer."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from comptoir.accounts.rights import Right
from comptoir.customers.models import Customer
from comptoir.lifecycle import open_work
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.web.clock import now
from comptoir.web.lifecycle import words
from comptoir.web.lifecycle.scheduling import scheduled_of

register = template.Library()

PAGES = {
    "deal": "deal",
    "quotation": "quotation",
    "task": "edit_task",
    "call": "edit_call",
    "meeting": "edit_meeting",
}


@register.simple_tag(takes_context=True)
def has_open_work(context: Context, customer: Customer) -> bool:
    """Whether a deal, a quotation or a follow-up of the customer is open. One query."""
    return open_work.has_open_work(customer, at=now(context["request"]))


@register.simple_tag(takes_context=True)
def thing_url(context: Context, thing: Any) -> str:
    """Where something that is open is looked at; empty for what the reader does not see."""
    kind, id = (thing["kind"], thing["id"]) if isinstance(thing, dict) else (thing.kind, thing.id)
    if kind in ("deal", "quotation") and not context["sees"].get(Right.DEALS):
        return ""
    return reverse(PAGES[kind], args=[id])


@register.filter
def scheduled(customer: Customer) -> ScheduledDeactivation | None:
    """The deactivation that waits for its day, if any. Asked by its name, Django would list all that a customer has."""
    return scheduled_of(customer)


@register.filter
def counted(things: Iterable[Any]) -> str:
    """`2 deals, 1 task`: of things that are open, or that an activity named."""
    return words.counted(thing["kind"] if isinstance(thing, dict) else thing.kind for thing in things)
