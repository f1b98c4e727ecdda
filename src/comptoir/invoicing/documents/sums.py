"""What a document comes to: its discounts, the VAT of each kind and rate, and what is still to be paid."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from comptoir.core.formats import Formats
from comptoir.core.money import total
from comptoir.invoicing import totals
from comptoir.invoicing.documents.table import kind_of
from comptoir.invoicing.mentions import with_mentions
from comptoir.invoicing.models import Category, CreditNote, Invoice, Line

Row = list[str]
Sum = dict[str, Any]
"""Rows, then the label and the amount that they come to; perhaps with a title."""


def sums_of(document: Invoice | CreditNote, lines: Sequence[Line], formats: Formats) -> list[Sum]:
    """What stands below the lines: up to the total, then what was paid and credited of it and what is due."""
    whole: Sum = {
        "rows": [] if is_elsewhere(document, lines) else _rows(document, lines, formats),
        "label": _("Total"),
        "amount": formats.money(document.tax_inclusive),
    }
    return [whole, *(_settled(document, formats) if isinstance(document, Invoice) else [])]


def is_elsewhere(document: Invoice | CreditNote, lines: Sequence[Line]) -> bool:
    """Whether only its total is known here: it was booked in another system, which has its lines and its VAT."""
    return isinstance(document, Invoice) and document.imported_at is not None and not lines


def tax_rows(taxes: Sequence[dict[str, str]], formats: Formats) -> list[Row]:
    """The VAT of each kind and rate, as a document keeps it: `VAT 21% on €100.00`, `€21.00`."""
    return [_tax_row(totals.TaxLine.of(tax), formats) for tax in taxes]


def mentions_of(document: Invoice | CreditNote, lines: Sequence[Line], *, language: str) -> list[str]:
    """Why no VAT is charged where none is, as kept, of a draft as it would be; or where that is said."""
    if is_elsewhere(document, lines):
        return [
            _("This is not the invoice itself: its lines and its VAT are in the document that you received before.")
        ]
    taxes = document.taxes
    if isinstance(document, Invoice) and document.is_draft:
        taxes = with_mentions(taxes, [line.tax_rate for line in lines], language=language)
    return list(dict.fromkeys(tax["mention"] for tax in taxes if tax.get("mention")))


def _rows(document: Invoice | CreditNote, lines: Sequence[Line], formats: Formats) -> list[Row]:
    without_tax = [_("Total without VAT"), formats.money(document.tax_exclusive)]
    return [*_discounts(document, lines, formats), without_tax, *tax_rows(document.taxes, formats)]


def _discounts(document: Invoice | CreditNote, lines: Sequence[Line], formats: Formats) -> list[Row]:
    discounts = totals.Discount.all_of(document.discounts)
    if not discounts:
        return []
    computed = totals.compute(lines, document.currency, discounts)
    rows = [[_("Sum of the lines"), formats.money(computed.lines)]]
    for discount in discounts:
        facts = {"rate": formats.percent(discount.percentage / totals.HUNDRED), "description": discount.description}
        label = _("%(description)s, %(rate)s") if discount.description else _("Discount of %(rate)s")
        off = total(each.amount for each in computed.allowances if each.discount is discount)
        rows.append([label % facts, formats.money(-off)])
    return rows


def _tax_row(tax: totals.TaxLine, formats: Formats) -> Row:
    facts = {"rate": formats.percent(tax.rate), "amount": formats.money(tax.taxable)}
    if tax.category in (Category.STANDARD, Category.ZERO):
        label = _("VAT %(rate)s on %(amount)s")
    else:
        facts["kind"] = kind_of(tax.category)
        label = _("%(kind)s: no VAT on %(amount)s")
    return [label % facts, formats.money(tax.tax)]


def _settled(invoice: Invoice, formats: Formats) -> list[Sum]:
    """What was paid and credited, and what is due then; nothing while nothing was."""
    rows = [
        [label, formats.money(-amount)]
        for label, amount in ((_("Paid"), invoice.paid_amount), (_("Credited"), invoice.credited_amount))
        if amount
    ]
    return [{"rows": rows, "label": _("To pay"), "amount": formats.money(invoice.due)}] if rows else []
