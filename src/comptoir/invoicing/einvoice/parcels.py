"""An electronic invoice ready to leave: what, from whom, to whom."""

from dataclasses import dataclass

from comptoir.invoicing.einvoice.billing import bill_of
from comptoir.invoicing.einvoice.identifiers import Identifier
from comptoir.invoicing.einvoice.names import file_name
from comptoir.invoicing.einvoice.ubl import CUSTOMIZATION, NAMESPACE, ubl
from comptoir.invoicing.models import CreditNote, Invoice


@dataclass(frozen=True)
class Parcel:
    """What a transport is given. Addresses are written "0208:0417497106"; `name` is of this document alone."""

    xml: bytes
    sender: str
    receiver: str
    document_type: str
    name: str


def parcel_of(document: Invoice | CreditNote, *, pdf: bytes | None = None) -> Parcel:
    """The electronic invoice of a booked document without faults, with its PDF inside if one is given.

    Made again it has the same name, so that no transport delivers it twice for another document. Refuses a draft
    (NotBooked).
    """
    bill = bill_of(document)
    kind = "CreditNote" if bill.is_credit_note else "Invoice"
    return Parcel(
        xml=ubl(document, pdf=pdf, name=file_name(document, "pdf")),
        sender=_written(bill.seller.address),
        receiver=_written(bill.buyer.address),
        document_type=f"{NAMESPACE.format(name=kind)}::{kind}##{CUSTOMIZATION}::2.1",
        name=file_name(document, f"{document.pk.hex}.xml"),
    )


def _written(address: Identifier | None) -> str:
    return f"{address.scheme}:{address.value}" if address else ""
