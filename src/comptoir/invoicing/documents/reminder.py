"""What a reminder on paper says: its letter, what is owed of which invoice, and how to pay it."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.formats import Formats
from comptoir.core.mail import Letter
from comptoir.invoicing.documents.letterhead import Assets, letterhead, paragraphs
from comptoir.invoicing.documents.paying import transfer
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.parties import buyer_of, seller_of

ZERO = Decimal(0)


class LateCosts(Protocol):
    """What a reminder asks for besides, in the invoice's currency."""

    @property
    def interest(self) -> Decimal: ...
    @property
    def fixed(self) -> Decimal: ...


class Costs(NamedTuple):
    """Late costs as a reminder keeps them."""

    interest: Decimal
    fixed: Decimal


def data_of(
    invoice: Invoice, *, letter: Letter, language: str, late_costs: LateCosts | None, on: dt.date
) -> tuple[dict[str, Any], Assets]:
    """What the template is given: strings, in `language`, and the code to pay with."""
    seller = seller_of(invoice)
    interest, fixed = (late_costs.interest, late_costs.fixed) if late_costs else (ZERO, ZERO)
    to_pay = invoice.due + interest + fixed
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
                    "rows": _rows(invoice, formats, interest=interest, fixed=fixed),
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


def _rows(invoice: Invoice, formats: Formats, *, interest: Decimal, fixed: Decimal) -> list[list[str]]:
    """How the amount comes about, without what is nothing."""
    named = _("Invoice %(number)s") % {"number": invoice.invoice_number}
    parts = [
        (_("Paid"), -invoice.paid_amount),
        (_("Credited"), -invoice.credited_amount),
        (_("Interest for late payment"), interest),
        (_("Fixed compensation for late payment"), fixed),
    ]
    return [
        [named, formats.money(invoice.tax_inclusive)],
        *([label, formats.money(amount)] for label, amount in parts if amount),
    ]
