"""What the receivers' rules would refuse, said in words before a document is sent, and the page where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from comptoir.core.countries import is_country
from comptoir.customers.models import Customer, Kind
from comptoir.invoicing import parties
from comptoir.invoicing.einvoice.bill import Bill, Place
from comptoir.invoicing.einvoice.billing import bill_of
from comptoir.invoicing.einvoice.identifiers import names_its_country
from comptoir.invoicing.einvoice.xml import readable
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.parties import Party


class Where(StrEnum):
    """The page that mends a fault."""

    CUSTOMER = "customer"
    DEPARTMENT = "department"
    DRAFT = "draft"


@dataclass(frozen=True)
class Fault:
    """One thing that receivers would refuse: the field, what is wrong and how to mend it, and where.

    Booking fixes content for good. What is no content, where to send it, may be mended afterwards too.
    """

    field: str
    sentence: str
    where: Where
    is_content: bool = True


def is_expected(customer: Customer) -> bool:
    """Whether the customer is one that gets electronic invoices: a business, or a person who gave an address for them."""
    return customer.kind == Kind.COMPANY or bool(customer.electronic_invoicing_address)


def faults(document: Invoice | CreditNote) -> list[Fault]:
    """Everything that the rules of EN 16931 and Peppol would refuse in `document`, the seller's first; of drafts too.

    Empty exactly if they refuse nothing.
    """
    bill = bill_of(document)
    seller, buyer = parties.seller_of(document), parties.buyer_of(document)
    return [
        *_of_seller(bill, seller, document),
        *_of_buyer(bill, buyer, document),
        *_of_means(bill, seller),
        *_of_lines(bill),
    ]


def _of_seller(bill: Bill, party: Party, document: Invoice | CreditNote) -> Iterator[Fault]:
    name, us, written = party.name, bill.seller, party.electronic_address or document.department.electronic_address
    if not (us.vat_number or (bill.is_outside_scope and (us.register_number or us.identifier))):
        yield Fault("vat_number", _("%(name)s has no VAT number.") % {"name": name}, Where.DEPARTMENT)
    elif us.vat_number and not names_its_country(us.vat_number):
        yield Fault("vat_number", _without_country(party.vat_number), Where.DEPARTMENT)
    if not us.address and (written or party.vat_number):
        sentence = _no_address(written) if written else _nowhere(name, party.vat_number)
        yield Fault("electronic_address", sentence, Where.DEPARTMENT, is_content=False)
    if not is_country(us.place.country):
        yield Fault("country", _("%(name)s has no country.") % {"name": name}, Where.DEPARTMENT)
    if us.place.country == "NL" and _is_incomplete(us.place):
        yield Fault("line_1", _incomplete(name), Where.DEPARTMENT)


def _of_buyer(bill: Bill, party: Party, document: Invoice | CreditNote) -> Iterator[Fault]:
    name, them = party.name, bill.buyer
    written = party.electronic_address or document.customer.electronic_invoicing_address
    if not them.address:
        sentence = _no_address(written) if written else _nowhere(name, party.vat_number)
        yield Fault("electronic_invoicing_address", sentence, Where.CUSTOMER, is_content=False)
    if not is_country(them.place.country):
        sentence = _("%(name)s has no address with a country.") % {"name": name}
        yield Fault("country", sentence, Where.CUSTOMER)
    if bill.seller.place.country == them.place.country == "NL" and _is_incomplete(them.place):
        yield Fault("line_1", _incomplete(name), Where.CUSTOMER)
    if them.vat_number and not names_its_country(them.vat_number):
        yield Fault("vat_number", _without_country(party.vat_number), Where.CUSTOMER)
    if not them.vat_number and "K" in bill.categories:
        sentence = _("%(name)s has no VAT number, which an intra-Community supply needs.") % {"name": name}
        yield Fault("vat_number", sentence, Where.CUSTOMER)
    elif not them.vat_number and not them.register_number and "AE" in bill.categories:
        sentence = _("%(name)s has no VAT number, which a reverse charge needs.") % {"name": name}
        yield Fault("vat_number", sentence, Where.CUSTOMER)


def _of_means(bill: Bill, seller: Party) -> Iterator[Fault]:
    if bill.means is None:
        return
    if bill.means.is_transfer and not bill.means.iban:
        sentence = _("%(name)s has no IBAN to pay to.") % {"name": seller.name}
        yield Fault("iban", sentence, Where.DEPARTMENT)
    if seller.country == "NL" and bill.means.code in ("10", "20", "21"):
        sentence = _("Dutch receivers take transfers, cards and direct debits only: choose another way to pay.")
        yield Fault("expected_payment_method", sentence, Where.DRAFT)


def _of_lines(bill: Bill) -> Iterator[Fault]:
    if not bill.lines:
        yield Fault("lines", _("It has no lines."), Where.DRAFT)
    for line in bill.lines:
        if not readable(line.name):
            sentence = _("Line %(number)s has no description.") % {"number": line.number}
            yield Fault("description", sentence, Where.DRAFT)
    if "O" in bill.categories and not bill.is_outside_scope:
        sentence = _("What is outside the scope of VAT needs an invoice of its own, apart from lines with VAT.")
        yield Fault("tax_rate", sentence, Where.DRAFT)


def _is_incomplete(place: Place) -> bool:
    return not (place.street and place.postal_code and place.city)


def _incomplete(name: str) -> str:
    return _("The address of %(name)s lacks its street, postal code or city.") % {"name": name}


def _without_country(vat_number: str) -> str:
    sentence = _("The VAT number %(number)s does not begin with its country, as BE 0417.497.106 does.")
    return sentence % {"number": vat_number}


def _no_address(written: str) -> str:
    sentence = _("%(address)s is not an electronic invoicing address. It looks like 0208:0417497106.")
    return sentence % {"address": written}


def _nowhere(name: str, vat_number: str) -> str:
    if not vat_number:
        return _("%(name)s has no electronic invoicing address, nor a VAT number to find one by.") % {"name": name}
    return _("%(name)s has no electronic invoicing address, and its VAT number leads to none.") % {"name": name}
