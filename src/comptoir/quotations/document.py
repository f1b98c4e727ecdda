"""A quotation as a document to send: what it says, in its own language and the formats that go with it."""

from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.models import Department
from comptoir.accounts.stationery import address_lines
from comptoir.core.formats import Formats
from comptoir.core.pdf import render
from comptoir.core.text import in_fours
from comptoir.invoicing.booking import address_of
from comptoir.invoicing.totals import HUNDRED
from comptoir.quotations.models import Quotation, QuotationLine
from comptoir.quotations.words import every, remark

TEMPLATE = Path(__file__).parent / "documents" / "quotation.typ"
LONG = 600
"""Letters of a description from which on it may be divided between two pages."""


def pdf(quotation: Quotation) -> bytes:
    """The quotation as a PDF. A constant number of queries."""
    return render(TEMPLATE, data_of(quotation))


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
        return {
            "language": quotation.language,
            "title": _("Quotation %(reference)s") % {"reference": quotation.reference},
            "name": quotation.name,
            "text": _paragraphs(quotation.text),
            "department": _department(quotation.department),
            "addressee": _addressee(quotation),
            "facts": _facts(quotation, formats),
            **_table(quotation, lines, formats),
            "totals": _totals(quotation, formats),
            "notes": _notes(quotation, lines, formats),
            "is_open": quotation.is_open,
            "words": {
                "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
                "agreement": _("For agreement"),
                "name": _("Name"),
                "date": _("Date"),
                "signature": _("Signature"),
            },
        }


# --- Who to whom --------------------------------------------------------------------------------------


def _department(department: Department) -> dict[str, Any]:
    vat_number = _("VAT number: %(vat_number)s") % {"vat_number": department.vat_number}
    lines = [*address_lines(department), department.phone, department.email, department.website]
    footer = [
        department.name,
        f"IBAN\u00a0{in_fours(department.iban)}" if department.iban else "",
        f"BIC\u00a0{department.bic}" if department.bic else "",
    ]
    return {
        "name": department.name,
        "lines": [line for line in [*lines, vat_number if department.vat_number else ""] if line],
        "footer": [part for part in footer if part],
    }


def _addressee(quotation: Quotation) -> dict[str, Any]:
    lines = address_of(quotation.customer, seen_from=quotation.department).splitlines()
    if quotation.for_attention_of_name:
        lines.insert(0, _("For the attention of %(name)s") % {"name": quotation.for_attention_of_name})
    return {"name": quotation.customer.name, "lines": lines}


def _facts(quotation: Quotation, formats: Formats) -> list[list[str]]:
    facts = [[_("Date"), formats.day(quotation.quotation_date)]]
    if quotation.expires_after:
        facts.append([_("Valid until"), formats.day(quotation.expires_after)])
    if quotation.customer.vat_number:
        facts.append([_("Your VAT number"), quotation.customer.vat_number])
    if quotation.deal.purchase_order_number:
        facts.append([_("Your order"), quotation.deal.purchase_order_number])
    return facts


# --- What is offered ----------------------------------------------------------------------------------


def _table(quotation: Quotation, lines: list[QuotationLine], formats: Formats) -> dict[str, Any]:
    has_discounts = any(line.discount for line in lines)
    columns = [_("Description"), _("Quantity"), _("Unit price"), _("Discount"), _("VAT"), _("Amount")]

    def shown(line: QuotationLine) -> dict[str, Any]:
        numbers = [
            f"{formats.number(line.quantity)}\u00a0{line.get_unit_of_measure_display()}".rstrip("\u00a0"),
            formats.price(line.unit_price),
            formats.percent(line.discount / HUNDRED) if line.discount else "",
            formats.percent(line.tax_rate.rate),
            formats.money(line.tax_exclusive),
        ]
        return {
            "description": line.description,
            "details": _paragraphs(line.extended_description),
            "remark": remark(line, is_accepted=quotation.is_accepted),
            "numbers": numbers if has_discounts else numbers[:2] + numbers[3:],
            "counts": line.counts,
            "is_long": len(line.description) + len(line.extended_description) > LONG,
        }

    return {
        "columns": columns if has_discounts else columns[:3] + columns[4:],
        "sections": [
            {"title": section, "lines": [shown(line) for line in its]}
            for section, its in groupby(lines, key=lambda line: line.section)
        ],
    }


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
    rows = [[_("Total without VAT"), formats.money(Decimal(part["tax_exclusive"]))]]
    for tax in part["taxes"]:
        facts = {"rate": formats.percent(Decimal(tax["rate"])), "amount": formats.money(Decimal(tax["taxable"]))}
        rows.append([_("VAT %(rate)s on %(amount)s") % facts, formats.money(Decimal(tax["tax"]))])
    return {"title": title, "rows": rows, "label": _("Total"), "amount": formats.money(Decimal(part["tax_inclusive"]))}


def _notes(quotation: Quotation, lines: list[QuotationLine], formats: Formats) -> list[str]:
    """What is to be known besides: how options are chosen, or that it was accepted."""
    if quotation.is_accepted and quotation.answered_at:
        day = formats.day(quotation.account.day(quotation.answered_at))
        return [_("Accepted on %(day)s by %(name)s.") % {"day": day, "name": quotation.answered_name}]
    if any(line.is_optional for line in lines):
        return [_("Optional lines are not included in the totals. You choose them when you accept.")]
    return []


def _paragraphs(text: str) -> list[str]:
    """Divided where somebody left a line empty."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip("\n") for part in bare.split("\n\n") if part.strip()]
