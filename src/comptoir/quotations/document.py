"""A quotation as a document to send: what it says, in its own language and the formats that go with it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.formats import Formats
from comptoir.invoicing.documents.letterhead import Fact, letterhead, paragraphs, printed
from comptoir.invoicing.documents.sums import tax_rows
from comptoir.invoicing.documents.table import table_of
from comptoir.invoicing.parties import of_customer, of_department
from comptoir.quotations.models import Quotation, QuotationLine
from comptoir.quotations.words import every, remark

TEMPLATE = Path(__file__).parent / "documents" / "quotation.typ"


def pdf(quotation: Quotation) -> bytes:
    """The quotation as a PDF. A constant number of queries."""
    return printed(TEMPLATE, data_of(quotation), quotation.department)


def file_name(quotation: Quotation) -> str:
    """What the file is called, in the quotation's language: `Quotation 2026-7.pdf`."""
    with override(quotation.language):
        title = _("Quotation %(reference)s") % {"reference": quotation.reference.replace("/", "-")}
    return f"{title}.pdf"


def data_of(quotation: Quotation) -> dict[str, Any]:
    """What the template is given: strings, in the quotation's language."""
    with override(quotation.language):
        formats = Formats(quotation.language, quotation.currency)
        lines = list(quotation.lines.select_related("tax_rate"))
        head = letterhead(
            of_department(quotation.department),
            of_customer(quotation.customer),
            quotation.department,
            language=quotation.language,
            title=_("Quotation %(reference)s") % {"reference": quotation.reference},
            facts=_facts(quotation, formats),
            on=quotation.quotation_date,
            attention=quotation.for_attention_of_name,
        )
        words = {
            "agreement": _("For agreement"),
            "name": _("Name"),
            "date": _("Date"),
            "signature": _("Signature"),
        }
        return {
            **head,
            **_table(quotation, lines, formats),
            "subtitle": quotation.name,
            "text": paragraphs(quotation.text),
            "totals": _totals(quotation, formats),
            "notes": _notes(quotation, lines, formats),
            "is_open": quotation.is_open,
            "words": head["words"] | words,
        }


def _facts(quotation: Quotation, formats: Formats) -> list[Fact]:
    return [
        (_("Date"), formats.day(quotation.quotation_date)),
        (_("Valid until"), formats.day(quotation.expires_after) if quotation.expires_after else ""),
        (_("Your VAT number"), quotation.customer.vat_number),
        (_("Your order"), quotation.deal.purchase_order_number),
    ]


def _table(quotation: Quotation, lines: list[QuotationLine], formats: Formats) -> dict[str, Any]:
    def remarked(line: QuotationLine) -> str:
        return remark(line, is_accepted=quotation.is_accepted)

    return table_of(lines, formats, remark=remarked, counts=lambda line: line.counts)


# --- What it comes to ---------------------------------------------------------------------------------


def _totals(quotation: Quotation, formats: Formats) -> list[dict[str, Any]]:
    """What is charged once, unless that is nothing at all, then each cycle."""
    cycles = [
        _total(_("Charged %(cycle)s") % {"cycle": every(part["unit"], part["period"])}, part, formats)
        for part in quotation.recurring
    ]
    if cycles and not quotation.taxes:
        return cycles
    once = {
        "tax_exclusive": quotation.tax_exclusive,
        "tax_inclusive": quotation.tax_inclusive,
        "taxes": quotation.taxes,
    }
    return [_total(_("Once") if cycles else "", once, formats), *cycles]


def _total(title: str, part: dict[str, Any], formats: Formats) -> dict[str, Any]:
    rows = [[_("Total without VAT"), formats.money(Decimal(part["tax_exclusive"]))], *tax_rows(part["taxes"], formats)]
    return {"title": title, "rows": rows, "label": _("Total"), "amount": formats.money(Decimal(part["tax_inclusive"]))}


def _notes(quotation: Quotation, lines: list[QuotationLine], formats: Formats) -> list[str]:
    """What is to be known besides: how options are chosen, or that it was accepted."""
    if quotation.is_accepted and quotation.answered_at:
        day = formats.day(quotation.account.day(quotation.answered_at))
        return [_("Accepted on %(day)s by %(name)s.") % {"day": day, "name": quotation.answered_name}]
    if any(line.is_optional for line in lines):
        return [_("Optional lines are not included in the totals. You choose them when you accept.")]
    return []
