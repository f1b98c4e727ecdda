"""Seller, buyer and place of delivery in CII."""

from comptoir.invoicing.einvoice.bill import Bill, Place, Trader
from comptoir.invoicing.einvoice.cii_words import RAM, day
from comptoir.invoicing.einvoice.identifiers import Identifier
from comptoir.invoicing.einvoice.xml import Element


def party(name: str, trader: Trader) -> Element | None:
    """Who bills, or who is billed."""
    return RAM(
        name,
        RAM("ID", trader.identifier),
        RAM("Name", trader.name),
        RAM("SpecifiedLegalOrganization", _identified("ID", trader.register_number)),
        _contact(trader),
        _address(trader.place),
        RAM("URIUniversalCommunication", _identified("URIID", trader.address)),
        RAM("SpecifiedTaxRegistration", RAM("ID", trader.vat_number, schemeID="VA")),
    )


def delivery(bill: Bill) -> Element | None:
    """When it was delivered, and where if the receiver's rules want to know or it is elsewhere."""
    elsewhere = bill.deliver_to != bill.buyer.place
    place = bill.deliver_to if elsewhere or "K" in bill.categories else Place()
    return RAM(
        "ApplicableHeaderTradeDelivery",
        RAM("ShipToTradeParty", _address(place)) if place.country else None,
        RAM("ActualDeliverySupplyChainEvent", day("OccurrenceDateTime", bill.delivered_on)),
    )


def _identified(name: str, identifier: Identifier | None) -> Element | None:
    return RAM(name, identifier.value, schemeID=identifier.scheme) if identifier else None


def _contact(trader: Trader) -> Element | None:
    return RAM(
        "DefinedTradeContact",
        RAM("PersonName", trader.contact),
        RAM("TelephoneUniversalCommunication", RAM("CompleteNumber", trader.phone)),
        RAM("EmailURIUniversalCommunication", RAM("URIID", trader.email)),
    )


def _address(place: Place) -> Element | None:
    return RAM(
        "PostalTradeAddress",
        RAM("PostcodeCode", place.postal_code),
        RAM("LineOne", place.street),
        RAM("LineTwo", place.addressee),
        RAM("CityName", place.city),
        RAM("CountryID", place.country),
    )
