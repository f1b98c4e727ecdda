"""Words about customers: what an edit changed, account numbers in fours, countries by name."""

import datetime as dt

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.core.countries import country_name
from comptoir.core.text import in_fours
from comptoir.customers.models import Customer, Link
from comptoir.web import speech
from comptoir.web.customers.words import payment_term

register = template.Library()


register.filter("in_fours", in_fours)


@register.simple_tag(name="payment_term")
def payment_term_tag(term: str, days: int) -> str:
    """A payment term in words."""
    return payment_term(term, days)


@register.filter
def country(code: str) -> str:
    """The country's name in the reader's language."""
    return country_name(code)


@register.filter
def field_label(name: str) -> str:
    """What an edited field is called; addresses by their type."""
    addresses = {
        "addresses.primary": _("Address"),
        "addresses.invoicing": _("Invoicing address"),
        "addresses.delivery": _("Delivery address"),
        "addresses.visiting": _("Visiting address"),
    }
    return addresses.get(name) or str(Customer._meta.get_field(name).verbose_name)


@register.filter
def field_value(value: str, name: str) -> str:
    """An edited value as the form shows it: choices in words, days with their month in letters."""
    if not value or name.startswith("addresses."):
        return value
    if value == "True":
        return _("yes")
    if name == "birthdate":
        return speech.day(dt.date.fromisoformat(value))
    if name == "iban":
        return in_fours(value)
    if name == "payment_term":
        term, days = value.split()
        return payment_term(term, int(days))
    choices = dict(Customer._meta.get_field(name).flatchoices or [])
    return str(choices.get(value, value))


@register.simple_tag
def link_url(customer: Customer, link: Link, verb: str) -> str:
    """Where to edit (`update_link_of`) or remove (`unlink`) a link, seen from the customer's page."""
    return reverse(f"{verb}_{customer.kind}", args=[customer.pk, link.pk])
