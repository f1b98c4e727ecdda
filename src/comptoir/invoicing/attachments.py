"""What goes with a document by mail: the document itself, and where receivers' programs would take it, the electronic invoice."""

from collections.abc import Sequence

from comptoir.core.mail import Attachment
from comptoir.invoicing import documents
from comptoir.invoicing.einvoice.checking import Fault, faults
from comptoir.invoicing.einvoice.hybrid import hybrid, is_usual
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.models import CreditNote, Invoice


def attachments_of(document: Invoice | CreditNote) -> list[Attachment]:
    """The files of a booked document. An electronic invoice that receivers' rules would refuse does not go along.

    Where a PDF is expected to be an electronic invoice itself (Factur-X, ZUGFeRD), it is one.
    """
    refused = faults(document)
    files = [Attachment(documents.file_name(document), _pdf(document, refused))]
    if not refused:
        files.append(Attachment(documents.file_name(document, "xml"), ubl(document), "application/xml"))
    return files


def pdf_of(document: Invoice | CreditNote) -> bytes:
    """The PDF as the customer gets it; of a draft, which is no electronic invoice yet, only as it will look."""
    is_draft = isinstance(document, Invoice) and document.is_draft
    return documents.pdf(document) if is_draft else _pdf(document, faults(document))


def names_of(document: Invoice | CreditNote) -> list[str]:
    """What these files are called, without making them."""
    endings = ["pdf"] if faults(document) else ["pdf", "xml"]
    return [documents.file_name(document, ending) for ending in endings]


def _pdf(document: Invoice | CreditNote, refused: Sequence[Fault]) -> bytes:
    pdf = documents.pdf(document)
    is_hybrid = is_usual(document.department) and not any(fault.is_content for fault in refused)
    return hybrid(document, pdf) if is_hybrid else pdf
