"""Words of the reminder pages."""

from decimal import Decimal

from django import template

from comptoir.web import speech

register = template.Library()


@register.filter
def plain(value: Decimal, decimals: int = 0) -> str:
    """A number as the reader writes it, with so many decimals at least: 8.5, 40,00."""
    return speech.plain(Decimal(value), decimals)
