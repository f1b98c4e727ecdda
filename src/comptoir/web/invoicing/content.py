"""What a document consists of, as its page shows it: lines, discounts on the whole, what the law wants to be said."""

from typing import Any

from comptoir.invoicing.mentions import with_mentions
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.totals import Discount, compute
from comptoir.subscriptions.models import Subscription
from comptoir.web.invoicing.discounts import taken


def content_of(document: Invoice | CreditNote | Subscription, *, language: str) -> dict[str, Any]:
    """Its lines, what each discount takes off, and its VAT with the legal mentions.

    A draft, which has no mentions yet, shows those that it will have, in `language`.
    """
    lines = list(document.lines.select_related("tax_rate"))
    discounts = Discount.all_of(document.discounts)
    computed = compute(lines, document.currency, discounts)
    taxes = document.taxes
    if isinstance(document, Invoice) and document.is_draft:
        taxes = with_mentions(taxes, [line.tax_rate for line in lines], language=language)
    return {
        "lines": lines,
        "taken": taken(computed, discounts) if lines else [],
        "sum_of_lines": computed.lines,
        "taxes": taxes,
    }
