"""Finding invoices by what stands on them."""

import re

from django.db.models import Q

from comptoir.core.text import only_digits
from comptoir.customers.search import whose_documents_match
from comptoir.invoicing.models import InvoiceQuerySet


def matching(invoices: InvoiceQuerySet, query: str) -> InvoiceQuerySet:
    """Those whose number, customer, purchase order number or payment reference contains `query`; all when it is empty.

    A structured reference is found however it is typed: with or without signs and spaces.
    """
    query = " ".join(query.replace("\0", "").split())
    if not query:
        return invoices
    found = Q(invoice_number__icontains=query) | Q(purchase_order_number__icontains=query)
    found |= Q(payment_reference__icontains=_reference(query)) | Q(invoicee_name__icontains=query)
    return invoices.filter(found | Q(customer__in=whose_documents_match(query)))


def _reference(query: str) -> str:
    digits = only_digits(query)
    if len(digits) == 12 and not re.search(r"[^\d+/\s]", query):
        return f"{digits[:3]}/{digits[3:7]}/{digits[7:]}"
    if query.upper().startswith("RF"):
        return query.upper().replace(" ", "")
    return query
