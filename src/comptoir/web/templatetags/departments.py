"""Words about departments: what a change changed."""

from django import template
from django.utils.dates import MONTHS

from comptoir.accounts.models import Department
from comptoir.core.countries import country_name
from comptoir.core.text import in_fours

register = template.Library()


@register.filter
def department_field(name: str) -> str:
    """What a field of a department is called."""
    return str(Department._meta.get_field(name).verbose_name)


@register.filter
def department_value(value: str | int, name: str) -> str:
    """A value as the form shows it."""
    if name == "iban":
        return in_fours(str(value))
    if name == "country":
        return country_name(str(value))
    if name == "fiscal_year_starts":
        return str(MONTHS[int(value)])
    return str(value)
