"""What earlier credit notes left of an invoice: line by line, and of the VAT of each category and rate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.money import ZERO, minor_unit, total
from comptoir.invoicing import totals
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from comptoir.invoicing.totals import HUNDRED, Discount, TaxLine, Totals

Group = tuple[Decimal, str]
"""A VAT rate and its category."""
FARTHEST = 1000
"""Smallest coins by which the lines of a rest are bent, so that less its discounts it leaves nothing."""


@dataclass(frozen=True)
class CreditedLine(LineData):
    """A line of a credit note before it is written, and which line of the invoice it takes back."""

    invoice_line: InvoiceLine | None = None


@dataclass(frozen=True)
class Remainder:
    """What can still be credited. A note of exactly these lines takes the invoice back to the last cent."""

    lines: tuple[CreditedLine, ...]
    taxes: dict[Group, TaxLine]
    total: Decimal

    @property
    def tax_exclusive(self) -> Decimal:
        """Without VAT."""
        return total(tax.taxable for tax in self.taxes.values())

    def less(self, credited: Totals) -> "Remainder":
        """What would be left of VAT and total after a credit note that comes to `credited`, of lines that are not asked again."""
        taxes = dict(self.taxes)
        for tax in credited.taxes:
            group = tax.rate.normalize(), tax.category
            if group in taxes:
                before = taxes[group]
                taxes[group] = replace(before, taxable=before.taxable - tax.taxable, tax=before.tax - tax.tax)
        return replace(self, taxes=taxes, total=self.total - credited.tax_inclusive)


def remainder_of(invoice: Invoice) -> Remainder:
    """What is left of a booked invoice. Ask it with the invoice locked, when something is decided on it."""
    return remainders_of([invoice])[invoice.pk]


def remainders_of(invoices: Sequence[Invoice]) -> dict[UUID, Remainder]:
    """What is left of each of them, in the same few statements however many there are."""
    pks = [invoice.pk for invoice in invoices]
    notes, credited, lines = (defaultdict[UUID, list[Any]](list) for __ in range(3))
    for note in CreditNote.objects.filter(invoice__in=pks):
        notes[note.invoice_id].append(note)
    for taken in CreditNoteLine.objects.filter(credit_note__invoice__in=pks).select_related("tax_rate", "credit_note"):
        credited[taken.credit_note.invoice_id].append(taken)
    for line in InvoiceLine.objects.filter(invoice__in=pks).select_related("tax_rate", "product"):
        lines[line.invoice_id].append(line)
    return {each.pk: _remainder(each, notes[each.pk], credited[each.pk], lines[each.pk]) for each in invoices}


def _remainder(
    invoice: Invoice, notes: list[CreditNote], credited: list[CreditNoteLine], lines: list[InvoiceLine]
) -> Remainder:
    left = invoice.tax_inclusive - total(note.tax_inclusive for note in notes)
    taxes = _less(invoice.taxes, [tax for note in notes for tax in note.taxes])
    if left <= 0:
        return Remainder((), taxes, left)
    rest = _lines_left(lines, credited, invoice.currency)
    if notes:
        rest = _bent(invoice, rest, taxes, free=[line for line in credited if line.invoice_line_id is None])
    return Remainder(tuple(rest), taxes, left)


def group_of(line: totals.Charged) -> Group:
    """Where the VAT of a line is counted."""
    return line.tax_rate.rate.normalize(), str(line.tax_rate.category)


def costing(line: CreditedLine, amount: Decimal, currency: str) -> CreditedLine:
    """The line at the price at which it comes to `amount` exactly; where none has so few decimals, once at that amount."""
    if totals.net(line, currency) == amount:
        return line
    times = line.quantity * (HUNDRED - line.discount) / HUNDRED
    if times:
        price = (amount / times).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
        if totals.net(priced := replace(line, unit_price=price), currency) == amount:
            return priced
    return replace(line, quantity=Decimal(1), discount=ZERO, unit_of_measure="", unit_price=amount)


def _less(kept: list[dict[str, str]], credited: Iterable[dict[str, str]]) -> dict[Group, TaxLine]:
    taxes = {(tax.rate.normalize(), tax.category): tax for tax in map(TaxLine.of, kept)}
    for tax in map(TaxLine.of, credited):
        key = tax.rate.normalize(), tax.category
        before = taxes.get(key, TaxLine(tax.rate, ZERO, ZERO, tax.category))
        taxes[key] = replace(before, taxable=before.taxable - tax.taxable, tax=before.tax - tax.tax)
    return taxes


def _lines_left(lines: Sequence[InvoiceLine], credited: Sequence[CreditNoteLine], currency: str) -> list[CreditedLine]:
    by_line: defaultdict[object, list[CreditNoteLine]] = defaultdict(list)
    for each in credited:
        by_line[each.invoice_line_id].append(each)
    left = []
    for line in lines:
        its = by_line[line.pk]
        amount = line.tax_exclusive - total(each.tax_exclusive for each in its)
        if amount or not its:
            left.append(_line_left(line, its, amount, currency))
    return left


def _line_left(line: InvoiceLine, its: Sequence[CreditNoteLine], amount: Decimal, currency: str) -> CreditedLine:
    # What was credited at another price made the line cheaper, and left its quantity.
    quantity = line.quantity - total(each.quantity for each in its if each.unit_price == line.unit_price)
    data = CreditedLine(**vars(LineData.of(line)), invoice_line=line)
    return costing(replace(data, quantity=quantity), amount, currency)


def _bent(
    invoice: Invoice, lines: list[CreditedLine], taxes: dict[Group, TaxLine], *, free: Sequence[CreditNoteLine]
) -> list[CreditedLine]:
    """The lines so that what they come to, less the discounts of the document, is what is left of each rate."""
    currency, discounts = invoice.currency, Discount.all_of(invoice.discounts)
    for group, tax in taxes.items():
        its = [line for line in lines if group_of(line) == group]
        if not its:
            continue
        gone = total(line.tax_exclusive for line in free if group_of(line) == group)
        amount = total(totals.net(line, currency) for line in its)
        by = _by_how_much(amount - gone, tax.taxable, discounts, currency)
        if gone:
            lines.append(_taken_back_before(invoice, its[0], by - gone))
        elif by:
            largest = max(its, key=lambda line: abs(totals.net(line, currency)))
            lines[lines.index(largest)] = costing(largest, totals.net(largest, currency) + by, currency)
    return lines


def _by_how_much(amount: Decimal, taxable: Decimal, discounts: Sequence[Discount], currency: str) -> Decimal:
    """What to add to `amount` so that less `discounts` it is `taxable`; nothing, if it cannot be found nearby."""
    unit = minor_unit(currency)
    for step in sorted(range(-FARTHEST, FARTHEST + 1), key=abs):
        if totals.discounted(amount + step * unit, discounts, currency) == taxable:
            return step * unit
    return ZERO


def _taken_back_before(invoice: Invoice, like: CreditedLine, amount: Decimal) -> CreditedLine:
    with override(invoice.customer.language):
        words = _("Credited earlier")
    return CreditedLine(words, unit_price=amount, tax_rate=like.tax_rate)
