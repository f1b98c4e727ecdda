"""Factur-X and ZUGFeRD: a PDF for people with the same invoice for computers inside."""

from comptoir.accounts.models import Department
from comptoir.invoicing import parties
from comptoir.invoicing.einvoice.cii import cii
from comptoir.invoicing.models import CreditNote, Invoice

COUNTRIES = frozenset({"FR", "DE"})
"""Where businesses expect a PDF to be both."""


def is_usual(department: Department) -> bool:
    """Whether the PDFs that `department` sends are hybrid ones."""
    return department.country in COUNTRIES


def hybrid(document: Invoice | CreditNote, pdf: bytes) -> bytes:
    """`pdf`, which must be PDF/A-3, with the invoice in CII inside (profile EN 16931). Refuses a draft (NotBooked)."""
    import facturx  # here, because it takes 16 MB and most businesses never make one

    seller, buyer = parties.seller_of(document), parties.buyer_of(document)
    made: bytes = facturx.generate_from_binary(
        pdf,
        cii(document),
        flavor="factur-x",
        level="en16931",
        check_xsd=False,  # our own tests do, and the officially written rules
        pdf_metadata={
            "author": seller.name,
            "title": f"{seller.name}: {document}",
            "subject": f"Factur-X {document}",
            "keywords": "Factur-X, ZUGFeRD",
        },
        lang=buyer.language or document.customer.language,
        # The two say the same; the Germans take the computers' word where they differ.
        afrelationship="alternative",
        xmp_compression=False,  # programs that sort documents look for it as text
    )
    return made
