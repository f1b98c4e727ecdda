"""A document as it is handed over to an access point: the electronic invoice, from whom and to whom."""

from dataclasses import dataclass

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
    from comptoir.invoicing.einvoice.billing import bill_of  # type: ignore[import-not-found, unused-ignore]
    from comptoir.invoicing.einvoice.checking import faults  # type: ignore[import-not-found, unused-ignore]
    from comptoir.invoicing.einvoice.names import file_name  # type: ignore[import-not-found, unused-ignore]
    from comptoir.invoicing.einvoice.ubl import ubl  # type: ignore[import-not-found, unused-ignore]

    if refused := faults(document):
        raise NotDeliverable(tuple(fault.sentence for fault in refused))
    bill = bill_of(document)
    return ElectronicLetter(
        xml=ubl(document),
        sender=f"{bill.seller.address.scheme}:{bill.seller.address.value}",
        receiver=f"{bill.buyer.address.scheme}:{bill.buyer.address.value}",
        document_type=kind_of(document).value,
        name=file_name(document),
    )
