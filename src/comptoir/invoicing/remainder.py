"""What earlier credit notes left of an invoice: line by line, and of the VAT of each category and rate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.money import ZERO, minor_unit, total
from comptoir.invoicing import totals
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import CreditNoteLine, Invoice, InvoiceLine
from comptoir.invoicing.totals import HUNDRED, Discount, TaxLine

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


def remainder_of(invoice: Invoice) -> Remainder:
    """What is left of a booked invoice. Ask it with the invoice locked, when something is decided on it."""
    notes = list(invoice.credit_notes.all())
    left = invoice.tax_inclusive - total(note.tax_inclusive for note in notes)
    taxes = _less(invoice.taxes, [tax for note in notes for tax in note.taxes])
    if left <= 0:
        return Remainder((), taxes, left)
    credited = CreditNoteLine.objects.filter(credit_note__invoice=invoice).select_related("tax_rate")
    lines = _lines_left(invoice, list(credited))
    if notes:
        lines = _bent(invoice, lines, taxes, free=[line for line in credited if line.invoice_line_id is None])
    return Remainder(tuple(lines), taxes, left)


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


def _lines_left(invoice: Invoice, credited: Sequence[CreditNoteLine]) -> list[CreditedLine]:
    by_line: defaultdict[object, list[CreditNoteLine]] = defaultdict(list)
    for each in credited:
        by_line[each.invoice_line_id].append(each)
    left = []
    for line in invoice.lines.select_related("tax_rate", "product"):
        its = by_line[line.pk]
        amount = line.tax_exclusive - total(each.tax_exclusive for each in its)
        if amount or not its:
            left.append(_line_left(line, its, amount, invoice.currency))
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
