"""To whom mails about invoices go."""

import uuid
from collections.abc import Mapping, Sequence

from comptoir.customers.models import Kind, Link
from comptoir.invoicing.models import Invoice


def recipients_of(invoices: Sequence[Invoice]) -> Mapping[uuid.UUID, list[str]]:
    """The addresses that mails about each invoice go to; none when nobody is reachable. One query.

    The invoice's own address, else the customer's invoicing address, else its primary one; and of a company also the
    primary addresses of its decision makers. These stay among the recipients when they were deactivated as contacts:
    that says nothing about their place in the company (R14); ending the link, or its mark "decision maker", does.
    """
    decision_makers: dict[uuid.UUID, list[str]] = {}
    companies = {invoice.customer_id for invoice in invoices if invoice.customer.kind == Kind.COMPANY}
    links = Link.objects.filter(company__in=companies, decision_maker=True).select_related("contact")
    for link in links.order_by("contact__sort_name", "contact_id"):
        decision_makers.setdefault(link.company_id, []).append(link.contact.email)
    return {
        invoice.id: once(
            [
                invoice.email or invoice.customer.invoicing_email or invoice.customer.email,
                *decision_makers.get(invoice.customer_id, []),
            ]
        )
        for invoice in invoices
    }


def once(addresses: Sequence[str]) -> list[str]:
    """The addresses without empty ones and repetitions; capitals make no difference."""
    found: dict[str, str] = {}
    for address in addresses:
        if address.strip():
            found.setdefault(address.strip().casefold(), address.strip())
    return list(found.values())
