"""Whom to call or to meet: the people of a customer."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from comptoir.customers.models import Customer, Kind

OFFERED = 50
"""Whoever else is needed is found by the picker."""


def people_of(customer: Customer | None, *, and_also: Iterable[Customer | None] = ()) -> list[Customer]:
    """The contacts of a company, decision makers first, or the contact itself; then others that are chosen already.

    Deactivated ones too (R13). Two queries at most.
    """
    people: list[Customer] = []
    if customer is not None and customer.kind == Kind.COMPANY:
        links = customer.contact_links.select_related("contact").order_by("-decision_maker", "contact__sort_name", "pk")
        people = [link.contact for link in links[:OFFERED]]
    elif customer is not None:
        people = [customer]
    return list(dict.fromkeys([*people, *(each for each in and_also if each)]))


def marked(contact: Customer) -> str:
    """A contact's name in a list, saying whether it is deactivated."""
    if contact.is_deactivated:
        return _("%(name)s · Deactivated") % {"name": contact.name}
    return contact.name
