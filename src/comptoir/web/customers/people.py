"""Who works where, on the customer's page."""

from typing import Any

from django.http import HttpRequest

from comptoir.customers.models import Customer


def people_of(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The contacts of a company or the companies of a contact, decision makers first."""
    other = "contact" if customer.is_company else "company"
    links = customer.links.select_related(other).order_by("-decision_maker", f"{other}__sort_name", "pk")
    return {"links": [(link, getattr(link, other)) for link in links]}
