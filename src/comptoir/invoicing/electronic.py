"""A document as it is handed over to an access point: the electronic invoice, from whom and to whom."""

from dataclasses import dataclass

from comptoir.invoicing.einvoice.billing import bill_of
from comptoir.invoicing.einvoice.checking import faults
from comptoir.invoicing.einvoice.names import file_name
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.papers import Paper, kind_of
from comptoir.invoicing.refusals import NotDeliverable


@dataclass(frozen=True)
class ElectronicLetter:
    """What the transport needs to know."""

    xml: bytes
    sender: str
    receiver: str
    document_type: str
    """invoice or credit_note."""
    name: str


def prepare(document: Paper) -> ElectronicLetter:
    """Make it. Raises NotDeliverable with everything that the receiver's rules would refuse."""
    if refused := faults(document):
        raise NotDeliverable(tuple(fault.sentence for fault in refused))
    bill = bill_of(document)
    assert bill.seller.address is not None, "an address that is missing is a fault"
    assert bill.buyer.address is not None, "an address that is missing is a fault"
    return ElectronicLetter(
        xml=ubl(document),
        sender=f"{bill.seller.address.scheme}:{bill.seller.address.value}",
        receiver=f"{bill.buyer.address.scheme}:{bill.buyer.address.value}",
        document_type=kind_of(document).value,
        name=file_name(document),
    )
