"""Finding invoices by what stands on them."""

import re

from django.db.models import Q, Value
from django.db.models.functions import Replace

from comptoir.core.folding import Folded
from comptoir.core.text import only_digits
from comptoir.customers.search import every_word, of_whom
from comptoir.invoicing.models import InvoiceQuerySet

# As the index of the invoices says it. The second time without its slash, the number within the year begins a word.
WORDS = Folded(
    "invoice_number",
    Replace("invoice_number", Value("/"), Value(" ")),
    "purchase_order_number",
    "payment_reference",
    "invoicee_name",
)


def matching(invoices: InvoiceQuerySet, query: str, whose: Q | None = None) -> InvoiceQuerySet:
    """Those in whose number, purchase order number, payment reference and name every word of `query` occurs, or whose
    customer it finds; all when it is empty.

    A structured reference is found however it is typed: with or without signs and spaces. A word of one or two letters
    must begin a word there. `whose` are the documents of those whom it finds (`customers.search.of_whom`), when that
    is known already.
    """
    query = " ".join(query.replace("\0", "").split())
    if not query:
        return invoices
    found = every_word(query, WORDS)
    if (reference := _reference(query)) != query:
        found |= every_word(reference, WORDS)
    return invoices.filter(found | (of_whom(query) if whose is None else whose))


def _reference(query: str) -> str:
    digits = only_digits(query)
    if len(digits) == 12 and not re.search(r"[^\d+/\s]", query):
        return f"{digits[:3]}/{digits[3:7]}/{digits[7:]}"
    if query.upper().startswith("RF"):
        return query.replace(" ", "")
    return query
