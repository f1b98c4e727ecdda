"""What the file of a document is called."""

import re

from comptoir.invoicing.models import CreditNote, Invoice


def file_name(document: Invoice | CreditNote, ending: str = "xml") -> str:
    """The document's number, safe in every file system: "2026-118.xml"."""
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', str(document)).strip('-') or document.pk}.{ending}"
