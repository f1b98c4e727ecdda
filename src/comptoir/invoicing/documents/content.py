"""What an invoice and a credit note say, in the customer's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.formats import Formats
from comptoir.invoicing.documents.letterhead import Assets, Fact, letterhead, paragraphs
from comptoir.invoicing.documents.paying import how_to_pay, readable
from comptoir.invoicing.documents.sums import mentions_of, sums_of
from comptoir.invoicing.documents.table import table_of
from comptoir.invoicing.models import CreditNote, Invoice, Line
from comptoir.invoicing.parties import buyer_of, seller_of


def title_of(document: Invoice | CreditNote) -> str:
    """What it is called, in the language of the moment: `Invoice 2026/118`."""
    if isinstance(document, CreditNote):
        return _("Credit note %(number)s") % {"number": document.credit_note_number}
    if document.is_draft:
        return _("Invoice")
    return _("Invoice %(number)s") % {"number": document.invoice_number}


def data_of(document: Invoice | CreditNote) -> tuple[dict[str, Any], Assets]:
    """What the template is given: strings, in the customer's language, and the code to pay with."""
    seller, buyer = seller_of(document), buyer_of(document)
    is_draft = isinstance(document, Invoice) and document.is_draft
    lines: list[Line] = list(document.lines.select_related("tax_rate"))
    with override(buyer.language):
        formats = Formats(buyer.language, document.currency)
        head = letterhead(
            seller,
            buyer,
            document.department,
            language=buyer.language,
            title=title_of(document),
            facts=_facts(document, buyer.vat_number, formats),
            on=document.invoice_date if isinstance(document, Invoice) else document.credit_note_date,
            attention=document.for_attention_of_name if isinstance(document, Invoice) else "",
            mark=_("Draft") if is_draft else "",
            is_draft=is_draft,
        )
        paying, assets = how_to_pay(document, seller, formats) if isinstance(document, Invoice) else (None, {})
        return {
            **head,
            **table_of(lines, formats),
            "sums": sums_of(document, lines, formats),
            "mentions": mentions_of(document, lines, language=buyer.language),
            "note": paragraphs(document.note) if isinstance(document, Invoice) else [],
            "paying": paying,
        }, assets


def _facts(document: Invoice | CreditNote, vat_number: str, formats: Formats) -> list[Fact]:
    if isinstance(document, CreditNote):
        return [
            (_("Date"), formats.day(document.credit_note_date)),
            (_("Corrects invoice"), document.invoice.invoice_number),
            (_("Invoice date"), formats.day(document.invoice.invoice_date) if document.invoice.invoice_date else ""),
            (_("Your order"), document.invoice.purchase_order_number),
            (_("Your VAT number"), vat_number),
        ]
    return [
        (_("Invoice date"), formats.day(document.invoice_date) if document.invoice_date else ""),
        (_("Delivery date"), formats.day(document.delivery_date) if document.delivery_date else ""),
        (_("Due date"), formats.day(document.due_on) if document.due_on else ""),
        (_("Payment reference"), readable(document.payment_reference)),
        (_("Your order"), document.purchase_order_number),
        (_("Your VAT number"), vat_number),
    ]
