"""What goes with a document by mail: the document itself, and where receivers' programs would take it, the electronic invoice."""

from comptoir.core.mail import Attachment
from comptoir.invoicing import documents
from comptoir.invoicing.einvoice.checking import faults
from comptoir.invoicing.einvoice.hybrid import hybrid, is_usual
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.models import CreditNote, Invoice


def attachments_of(document: Invoice | CreditNote) -> list[Attachment]:
    """The files of a booked document. An electronic invoice that receivers' rules would refuse does not go along.

    Where a PDF is expected to be an electronic invoice itself (Factur-X, ZUGFeRD), it is one.
    """
    refused, pdf = faults(document), documents.pdf(document)
    if is_usual(document.department) and not any(fault.is_content for fault in refused):
        pdf = hybrid(document, pdf)
    files = [Attachment(documents.file_name(document), pdf)]
    if not refused:
        files.append(Attachment(documents.file_name(document, "xml"), ubl(document), "application/xml"))
    return files


def names_of(document: Invoice | CreditNote) -> list[str]:
    """What these files are called, without making them."""
    endings = ["pdf"] if faults(document) else ["pdf", "xml"]
    return [documents.file_name(document, ending) for ending in endings]
