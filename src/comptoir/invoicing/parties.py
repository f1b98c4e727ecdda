"""Who bills whom. A booked document keeps both as they were, so that it says the same for ever (G7)."""

from dataclasses import dataclass, fields
from typing import Self

from comptoir.accounts.models import Department
from comptoir.customers.models import Address, Customer
from comptoir.invoicing.models import CreditNote, Invoice


@dataclass(frozen=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7) of a document. What is not known is an empty text."""

    name: str = ""
    vat_number: str = ""
    national_identification_number: str = ""
    addressee: str = ""
    line_1: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    electronic_address: str = ""
    language: str = ""
    iban: str = ""
    bic: str = ""
    footer: str = ""
    delivery_addressee: str = ""
    delivery_line_1: str = ""
    delivery_postal_code: str = ""
    delivery_city: str = ""
    delivery_country: str = ""
    """Where goods go, if there is an address for it (BG-15)."""

    @classmethod
    def of(cls, kept: dict[str, str]) -> Self:
        """The party that a document keeps."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: text for name, text in kept.items() if name in known})

    def as_json(self) -> dict[str, str]:
        """As a document keeps it: what is known."""
        return {name: text for name, text in vars(self).items() if text}


_NOWHERE = Address()
"""What is not known of a place: all of it."""


def seller_of(document: Invoice | CreditNote) -> Party:
    """Who bills: as kept, else the department as it is now."""
    return Party.of(document.seller) if document.seller else of_department(document.department)


def buyer_of(document: Invoice | CreditNote) -> Party:
    """Who is billed: as kept, else the customer as it is now, under the name the document was given elsewhere."""
    if document.buyer:
        return Party.of(document.buyer)
    return of_customer(document.customer, name=document.invoicee_name)


def of_department(department: Department) -> Party:
    """A department as a seller."""
    return Party(
        name=department.name,
        vat_number=department.vat_number,
        line_1=department.line_1,
        postal_code=department.postal_code,
        city=department.city,
        country=department.country,
        email=department.email,
        phone=department.phone,
        website=department.website,
        electronic_address=department.electronic_address,
        iban=department.iban,
        bic=department.bic,
        footer=department.document_footer,
    )


def of_customer(customer: Customer, *, name: str = "") -> Party:
    """A customer as a buyer, at the invoicing address, else the primary one."""
    by_type = _addresses(customer)
    address = by_type.get("invoicing") or by_type.get("primary") or _NOWHERE
    delivery = by_type.get("delivery") or _NOWHERE
    return Party(
        name=name or customer.name,
        vat_number=customer.vat_number,
        national_identification_number=customer.national_identification_number,
        addressee=address.addressee,
        line_1=address.line_1,
        postal_code=address.postal_code,
        city=address.city,
        country=address.country,
        email=customer.invoicing_email or customer.email,
        electronic_address=customer.electronic_invoicing_address,
        language=customer.language,
        delivery_addressee=delivery.addressee,
        delivery_line_1=delivery.line_1,
        delivery_postal_code=delivery.postal_code,
        delivery_city=delivery.city,
        delivery_country=delivery.country,
    )


def invoicing_address(customer: Customer) -> Address | None:
    """Where its invoices go: the invoicing address, else the primary one, if any."""
    by_type = _addresses(customer)
    return by_type.get("invoicing") or by_type.get("primary")


def _addresses(customer: Customer) -> dict[str, Address]:
    return {address.type: address for address in customer.addresses.all()}
