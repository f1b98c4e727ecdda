"""A quotation as a document to send: what it says, in its own language and the formats that go with it."""

import datetime as dt
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.models import Department
from comptoir.accounts.stationery import address_lines
from comptoir.core import pdf as core_pdf
from comptoir.core.locales import locale_of, long_day
from comptoir.core.text import in_fours
from comptoir.invoicing.booking import address_of
from comptoir.quotations.models import Quotation, QuotationLine
from comptoir.quotations.words import every

TEMPLATE = Path(__file__).parent / "documents" / "quotation.typ"
LONG = 600
"""Characters of a description from which on it may be divided between two pages."""


def pdf(quotation: Quotation) -> bytes:
    """The quotation as a PDF. A few queries for its lines, department and customer."""
    return core_pdf.render(TEMPLATE, data_of(quotation))


def file_name(quotation: Quotation) -> str:
    """What the file is called, in the quotation's language: `Quotation 2026-7.pdf`."""
    with override(quotation.language):
        title = _("Quotation %(reference)s") % {"reference": quotation.reference.replace("/", "-")}
    return f"{title}.pdf"


def data_of(quotation: Quotation) -> dict[str, Any]:
    """What the template is given: strings only, in the quotation's language."""
    with override(quotation.language):
        written = _Written(quotation)
        lines = list(quotation.lines.select_related("tax_rate"))
        has_discounts = any(line.discount for line in lines)
        return {
            "language": quotation.language,
            "title": _("Quotation %(reference)s") % {"reference": quotation.reference},
            "name": quotation.name,
            "text": _paragraphs(quotation.text),
            "department": _department(quotation.department),
            "addressee": _addressee(quotation),
            "facts": written.facts(),
            "columns": [
                _("Description"),
                _("Quantity"),
                _("Unit price"),
                *([_("Discount")] if has_discounts else []),
                _("VAT"),
                _("Amount"),
            ],
            "sections": [
                {"title": section, "lines": [written.line(line, has_discounts) for line in its]}
                for section, its in groupby(lines, key=lambda line: line.section)
            ],
            "totals": written.totals(lines),
            "notes": written.notes(lines),
            "is_open": quotation.is_open,
            "words": {
                "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
                "agreement": _("For agreement"),
                "name": _("Name"),
                "date": _("Date"),
                "signature": _("Signature"),
            },
        }


class _Written:
    """How one quotation writes its days and numbers."""

    def __init__(self, quotation: Quotation) -> None:
        self.quotation = quotation
        self.locale = locale_of(quotation.language)

    def day(self, on: dt.date) -> str:
        """Never divided between two lines."""
        return long_day(on, self.quotation.language).replace(" ", "\u00a0")

    def money(self, amount: Decimal) -> str:
        return _minus(format_currency(amount, self.quotation.currency, locale=self.locale))

    def price(self, amount: Decimal) -> str:
        """A unit price may have more decimals than the currency."""
        currency = self.quotation.currency
        return _minus(format_currency(amount.normalize(), currency, locale=self.locale, decimal_quantization=False))

    def percent(self, fraction: Decimal) -> str:
        return str(format_percent(fraction.normalize(), locale=self.locale, decimal_quantization=False))

    def facts(self) -> list[list[str]]:
        quotation = self.quotation
        facts = [[_("Date"), self.day(quotation.quotation_date)]]
        if quotation.expires_after:
            facts.append([_("Valid until"), self.day(quotation.expires_after)])
        if quotation.customer.vat_number:
            facts.append([_("Your VAT number"), quotation.customer.vat_number])
        if quotation.deal.purchase_order_number:
            facts.append([_("Your order"), quotation.deal.purchase_order_number])
        return facts

    def line(self, line: QuotationLine, has_discounts: bool) -> dict[str, Any]:
        discount = self.percent(line.discount / 100) if line.discount else ""
        return {
            "description": line.description,
            "details": _paragraphs(line.extended_description),
            "remark": self.remark(line),
            "numbers": [
                _minus(format_decimal(line.quantity.normalize(), locale=self.locale, decimal_quantization=False)),
                self.price(line.unit_price),
                *([discount] if has_discounts else []),
                self.percent(line.tax_rate.rate),
                self.money(line.tax_exclusive),
            ],
            "counts": line.counts,
            "is_long": len(line.description) + len(line.extended_description) > LONG,
        }

    def remark(self, line: QuotationLine) -> str:
        """What is special about a line."""
        facts = {"cycle": every(line.unit, line.period or 1) if line.unit else ""}
        if line.is_optional and self.quotation.is_accepted:
            if line.is_chosen:
                sentence = _("Optional, chosen, %(cycle)s") if line.unit else _("Optional, chosen")
            else:
                sentence = _("Optional, not chosen, %(cycle)s") if line.unit else _("Optional, not chosen")
        elif line.is_optional:
            sentence = _("Optional, %(cycle)s") if line.unit else _("Optional")
        else:
            sentence = _("Charged %(cycle)s") if line.unit else ""
        return sentence % facts

    def totals(self, lines: list[QuotationLine]) -> list[dict[str, Any]]:
        """What is charged once, unless that is nothing at all, then each cycle."""
        quotation = self.quotation
        once = {
            "tax_exclusive": quotation.tax_exclusive,
            "tax_inclusive": quotation.tax_inclusive,
            "taxes": quotation.taxes,
        }
        titled = bool(quotation.recurring)
        parts = [self.total(_("Once") if titled else "", once)] if quotation.taxes or not titled else []
        return parts + [
            self.total(_("Charged %(cycle)s") % {"cycle": every(part["unit"], part["period"])}, part)
            for part in quotation.recurring
        ]

    def total(self, title: str, part: dict[str, Any]) -> dict[str, Any]:
        vat = [
            [
                _("VAT %(rate)s on %(amount)s")
                % {"rate": self.percent(Decimal(tax["rate"])), "amount": self.money(Decimal(tax["taxable"]))},
                self.money(Decimal(tax["tax"])),
            ]
            for tax in part["taxes"]
        ]
        return {
            "title": title,
            "rows": [[_("Total without VAT"), self.money(Decimal(part["tax_exclusive"]))], *vat],
            "label": _("Total"),
            "amount": self.money(Decimal(part["tax_inclusive"])),
        }

    def notes(self, lines: list[QuotationLine]) -> list[str]:
        """What is to be known besides: how options are chosen, or that it was accepted."""
        quotation = self.quotation
        if quotation.is_accepted and quotation.answered_at:
            day = self.day(quotation.account.day(quotation.answered_at))
            return [_("Accepted on %(day)s by %(name)s.") % {"day": day, "name": quotation.answered_name}]
        if any(line.is_optional for line in lines):
            return [_("Optional lines are not included in the totals. You choose them when you accept.")]
        return []


def _minus(number: str) -> str:
    """With a true minus."""
    return number.replace("-", "−")


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
    attention = quotation.for_attention_of_name
    address = address_of(quotation.customer, seen_from=quotation.department)
    return {
        "name": quotation.customer.name,
        "lines": [
            *([_("For the attention of %(name)s") % {"name": attention}] if attention else []),
            *address.splitlines(),
        ],
    }


def _paragraphs(text: str) -> list[str]:
    """Divided where somebody left a line empty."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip("\n") for part in bare.split("\n\n") if part.strip()]
