"""Reads an invoice or a credit note into what an electronic one says."""

import datetime as dt

from django.utils.translation import override

from comptoir.core.money import total
from comptoir.invoicing import parties
from comptoir.invoicing.einvoice import amounts, paying, traders
from comptoir.invoicing.einvoice.bill import Adjustment, Bill, Preceding, Sums
from comptoir.invoicing.models import Category, CreditNote, Invoice
from comptoir.invoicing.totals import Discount, compute


def bill_of(document: Invoice | CreditNote) -> Bill:
    """What `document` says, in its customer's language. Of a draft too, so that its faults are known before booking."""
    seller, buyer = parties.seller_of(document), parties.buyer_of(document)
    invoice = document if isinstance(document, Invoice) else document.invoice
    lines = list(document.lines.select_related("tax_rate"))
    language = buyer.language or document.customer.language
    outside_scope = bool(lines) and all(line.tax_rate.category == Category.OUTSIDE_SCOPE for line in lines)
    with override(language):
        computed = compute(lines, document.currency, Discount.all_of(document.discounts))
        allowances = tuple(amounts.allowance(each) for each in computed.allowances if each.amount)
        return Bill(
            is_credit_note=isinstance(document, CreditNote),
            number=str(document) if not _is_draft(document) else "",
            issued_on=_issued_on(document),
            due_on=document.due_on if isinstance(document, Invoice) else None,
            delivered_on=invoice.delivery_date or invoice.invoice_date,
            currency=document.currency,
            note=document.note if isinstance(document, Invoice) else "",
            terms=paying.terms_of(document, language=language),
            buyer_reference=invoice.for_attention_of_name or invoice.purchase_order_number or invoice.invoice_number,
            order_number=invoice.purchase_order_number,
            preceding=None if document is invoice else Preceding(invoice.invoice_number, invoice.invoice_date),
            seller=traders.seller(document, outside_scope=outside_scope),
            buyer=traders.buyer(document, outside_scope=outside_scope),
            deliver_to=traders.deliver_to(document),
            means=paying.means_of(document, seller),
            allowances=allowances,
            taxes=tuple(amounts.taxes(document, lines, language=language)),
            sums=_sums(document, allowances),
            lines=tuple(amounts.billed(line) for line in lines),
        )


def _sums(document: Invoice | CreditNote, allowances: tuple[Adjustment, ...]) -> Sums:
    discounted = total(each.amount for each in allowances)
    return Sums(
        lines=document.tax_exclusive + discounted,
        discounted=discounted,
        tax_exclusive=document.tax_exclusive,
        tax=document.tax_inclusive - document.tax_exclusive,
        tax_inclusive=document.tax_inclusive,
    )


def _is_draft(document: Invoice | CreditNote) -> bool:
    return isinstance(document, Invoice) and document.is_draft


def _issued_on(document: Invoice | CreditNote) -> dt.date | None:
    return document.invoice_date if isinstance(document, Invoice) else document.credit_note_date
