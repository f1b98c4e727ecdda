"""Who bills whom, as an electronic invoice says it."""

from comptoir.customers.models import Kind
from comptoir.invoicing import parties
from comptoir.invoicing.einvoice.bill import Place, Trader
from comptoir.invoicing.einvoice.identifiers import compact, network_address, register_number
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.parties import Party


def seller(document: Invoice | CreditNote, *, outside_scope: bool) -> Trader:
    """The department. Outside the scope of VAT its VAT number may not be told as one (BR-O-02)."""
    party = parties.seller_of(document)
    address = network_address(
        party.electronic_address or document.department.electronic_address, vat_number=party.vat_number
    )
    number = register_number("", country=party.country, vat_number=party.vat_number, address=address)
    return Trader(
        name=party.name,
        place=_place(party),
        address=address,
        register_number=number,
        identifier=compact(party.vat_number) if outside_scope and not number else "",
        vat_number="" if outside_scope else compact(party.vat_number),
        phone=party.phone,
        email=party.email,
    )


def buyer(document: Invoice | CreditNote, *, outside_scope: bool) -> Trader:
    """The customer. Where it receives electronic invoices is no content: what it told later counts too."""
    party = parties.buyer_of(document)
    customer = document.customer
    address = network_address(
        party.electronic_address or customer.electronic_invoicing_address, vat_number=party.vat_number
    )
    # A person's national number is nobody else's business.
    number = party.national_identification_number if customer.kind == Kind.COMPANY else ""
    invoice = document if isinstance(document, Invoice) else document.invoice
    return Trader(
        name=party.name,
        place=_place(party),
        address=address,
        register_number=register_number(number, country=party.country, vat_number=party.vat_number, address=address),
        vat_number="" if outside_scope else compact(party.vat_number),
        contact=invoice.for_attention_of_name,
        email=party.email,
    )


def deliver_to(document: Invoice | CreditNote) -> Place:
    """The customer's delivery address, else where it is."""
    party = parties.buyer_of(document)
    if not party.delivery_country:
        return _place(party)
    return Place(
        addressee=party.delivery_addressee,
        street=party.delivery_line_1,
        postal_code=party.delivery_postal_code,
        city=party.delivery_city,
        country=party.delivery_country,
    )


def _place(party: Party) -> Place:
    return Place(
        addressee=party.addressee,
        street=party.line_1,
        postal_code=party.postal_code,
        city=party.city,
        country=party.country,
    )
