"""What a reminder on paper says: its letter, what is owed of which invoice, and how to pay it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.formats import Formats
from comptoir.core.mail import Letter
from comptoir.invoicing.documents.letterhead import Assets, letterhead, paragraphs
from comptoir.invoicing.documents.paying import transfer
from comptoir.invoicing.late_costs import NONE, LateCosts
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.parties import buyer_of, seller_of


def data_of(
    invoice: Invoice,
    *,
    letter: Letter,
    language: str,
    on: dt.date,
    due: Decimal | None = None,
    late_costs: LateCosts = NONE,
) -> tuple[dict[str, Any], Assets]:
    """What the template is given: strings, in `language`, and the code to pay with."""
    seller = seller_of(invoice)
    due = invoice.due if due is None else due
    to_pay = due + late_costs.total
    with override(language):
        formats = Formats(language, invoice.currency)
        head = letterhead(
            seller,
            buyer_of(invoice),
            invoice.department,
            language=language,
            title=letter.subject,
            facts=_facts(invoice, formats, on=on),
            on=on,
            attention=invoice.for_attention_of_name,
            mark=_("Reminder"),
            is_letter=True,
        )
        paying, assets = transfer(invoice, seller, formats, amount=to_pay, by=None)
        return {
            **head,
            "text": paragraphs(letter.body),
            "sums": [
                {
                    "rows": _rows(invoice, formats, due=due, costs=late_costs),
                    "label": _("To pay now"),
                    "amount": formats.money(to_pay),
                }
            ],
            "paying": paying,
        }, assets


def _facts(invoice: Invoice, formats: Formats, *, on: dt.date) -> list[tuple[str, str]]:
    return [
        (_("Date"), formats.day(on)),
        (_("Invoice"), invoice.invoice_number),
        (_("Invoice date"), formats.day(invoice.invoice_date) if invoice.invoice_date else ""),
        (_("Due date"), formats.day(invoice.due_on) if invoice.due_on else ""),
    ]


def _rows(invoice: Invoice, formats: Formats, *, due: Decimal, costs: LateCosts) -> list[list[str]]:
    """How the amount comes about, without what is nothing."""
    named = _("Invoice %(number)s") % {"number": invoice.invoice_number}
    settled = [(_("Paid"), -invoice.paid_amount), (_("Credited"), -invoice.credited_amount)]
    if due != invoice.due:  # something was paid or credited since it was written
        settled = [(_("Paid and credited by then"), due - invoice.tax_inclusive)]
    parts = [
        *settled,
        (_("Interest for late payment"), costs.interest),
        (_("Fixed compensation for late payment"), costs.fixed),
    ]
    return [
        [named, formats.money(invoice.tax_inclusive)],
        *([label, formats.money(amount)] for label, amount in parts if amount),
    ]
