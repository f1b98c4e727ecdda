"""An electronic invoice ready to leave: what, from whom, to whom."""

from dataclasses import dataclass

from comptoir.invoicing.einvoice.billing import bill_of
from comptoir.invoicing.einvoice.identifiers import Identifier
from comptoir.invoicing.einvoice.names import file_name
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.models import CreditNote, Invoice


@dataclass(frozen=True)
class Parcel:
    """What a transport is given. Addresses are written "0208:0417497106"; a sender has no two documents of one name."""

    xml: bytes
    sender: str
    receiver: str
    document_type: str
    """invoice or credit_note."""
    name: str


def parcel_of(document: Invoice | CreditNote, *, pdf: bytes | None = None) -> Parcel:
    """The electronic invoice of a booked document without faults, with its PDF inside if one is given.
    Made again it has the same name, so that a folder does not get it twice. Refuses a draft (NotBooked).
    """
    bill = bill_of(document)
    return Parcel(
        xml=ubl(document, pdf=pdf, name=file_name(document, "pdf")),
        sender=_written(bill.seller.address),
        receiver=_written(bill.buyer.address),
        document_type="credit_note" if bill.is_credit_note else "invoice",
        name=file_name(document),
    )


def _written(address: Identifier | None) -> str:
    return f"{address.scheme}:{address.value}" if address else ""
