"""A document as it is handed over to an access point, if receivers would take it."""

from comptoir.invoicing import documents
from comptoir.invoicing.einvoice.checking import faults
from comptoir.invoicing.einvoice.parcels import Parcel, parcel_of
from comptoir.invoicing.papers import Paper
from comptoir.invoicing.refusals import NotDeliverable


def prepare(document: Paper) -> Parcel:
    """The electronic invoice with its PDF inside, from whom and to whom.

    Raises NotDeliverable with everything that the receiver's rules would refuse.
    """
    if refused := faults(document):
        raise NotDeliverable(tuple(fault.sentence for fault in refused))
    return parcel_of(document, pdf=documents.pdf(document))
