"""How templates speak of what is open with a customer."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from comptoir.customers.models import Customer
from comptoir.lifecycle import open_work
from comptoir.web.clock import now
from comptoir.web.lifecycle import words

register = template.Library()


@register.simple_tag(takes_context=True)
def has_open_work(context: Context, customer: Customer) -> bool:
    """Whether a deal, a quotation or a follow-up of the customer is open. One query."""
    return open_work.has_open_work(customer, at=now(context["request"]))


@register.filter
def counted(things: Iterable[Any]) -> str:
    """`2 deals, 1 task`: of things that are open, or that an activity named."""
    return words.counted(thing["kind"] if isinstance(thing, dict) else thing.kind for thing in things)
