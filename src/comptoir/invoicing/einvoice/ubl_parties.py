"""Seller, buyer and place of delivery in UBL."""

from collections.abc import Iterator

from comptoir.invoicing.einvoice.bill import Bill, Place, Trader
from comptoir.invoicing.einvoice.identifiers import Identifier
from comptoir.invoicing.einvoice.ubl_words import CAC, CBC, VAT
from comptoir.invoicing.einvoice.xml import Element


def party(trader: Trader) -> Element | None:
    """Who bills, or who is billed."""
    return CAC("Party", *_party(trader))


def delivery(bill: Bill) -> Element | None:
    """When it was delivered, and where if the receiver's rules want to know (BR-IC-12) or it is elsewhere."""
    elsewhere = bill.deliver_to != bill.buyer.place
    place = bill.deliver_to if elsewhere or "K" in bill.categories else Place()
    return CAC(
        "Delivery",
        CBC("ActualDeliveryDate", bill.delivered_on and bill.delivered_on.isoformat()),
        CAC("DeliveryLocation", _address("Address", place)) if place.country else None,
    )


def _party(trader: Trader) -> Iterator[Element | None]:
    yield _identified("EndpointID", trader.address)
    yield CAC("PartyIdentification", CBC("ID", trader.identifier))
    yield _address("PostalAddress", trader.place)
    if trader.vat_number:
        yield CAC("PartyTaxScheme", CBC("CompanyID", trader.vat_number), VAT())
    yield CAC(
        "PartyLegalEntity",
        CBC("RegistrationName", trader.name),
        _identified("CompanyID", trader.register_number),
    )
    yield CAC(
        "Contact",
        CBC("Name", trader.contact),
        CBC("Telephone", trader.phone),
        CBC("ElectronicMail", trader.email),
    )


def _identified(name: str, identifier: Identifier | None) -> Element | None:
    return CBC(name, identifier.value, schemeID=identifier.scheme) if identifier else None


def _address(name: str, place: Place) -> Element | None:
    return CAC(
        name,
        CBC("StreetName", place.street),
        CBC("AdditionalStreetName", place.addressee),
        CBC("CityName", place.city),
        CBC("PostalZone", place.postal_code),
        CAC("Country", CBC("IdentificationCode", place.country)),
    )
