"""Taking back a share of lines of an invoice: to the minor unit, and never more than is left."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from comptoir.core.money import ZERO, minor_unit, rounded, total
from comptoir.invoicing import totals
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.remainder import CreditedLine, Group, Remainder, group_of
from comptoir.invoicing.totals import HUNDRED, Discount

PRICE = Decimal("0.0001")


def share_of(invoice: Invoice, shares: Mapping[int, Fraction], remainder: Remainder) -> list[CreditedLine]:
    """Lines that take back of each line of a booked invoice, by its position, its share: of 0 nothing, of 1 all.

    Each is rounded half up to the minor unit of the currency; never more than `remainder` leaves of the line, nor of
    its VAT rate.
    """
    parts = []
    for left in remainder.lines:
        line = left.invoice_line
        if line is None or not (share := shares.get(line.position)):
            continue
        amount, most = _times(line.tax_exclusive, share, invoice.currency), totals.net(left, invoice.currency)
        amount = min(amount, most) if most > 0 else max(amount, most)
        if amount:
            parts.append(_at(left, amount, invoice.currency))
    for group in {group_of(part) for part in parts}:
        parts = _within_rate(parts, group, remainder, invoice)
    return parts


def _times(amount: Decimal, share: Fraction, currency: str) -> Decimal:
    """`share` of `amount`; in whole numbers, so that half a minor unit is seen as exactly that."""
    unit = minor_unit(currency)
    whole = Fraction(amount / unit) * share
    rounded_up = (2 * abs(whole.numerator) + whole.denominator) // (2 * whole.denominator)
    return rounded(Decimal(rounded_up if whole > 0 else -rounded_up) * unit, currency)


def _at(line: CreditedLine, amount: Decimal, currency: str) -> CreditedLine:
    """The line at the price at which it comes to `amount`: its quantity, or once where that price has no few decimals."""
    for quantity in (line.quantity, Decimal(1).copy_sign(line.quantity)):
        price = (amount * HUNDRED / (quantity * (HUNDRED - line.discount))).quantize(PRICE, rounding=ROUND_HALF_UP)
        part = replace(line, quantity=quantity, unit_price=price)
        if totals.net(part, currency) == amount:
            break
    return part


def _within_rate(parts: list[CreditedLine], group: Group, remainder: Remainder, invoice: Invoice) -> list[CreditedLine]:
    """`parts` taking back no more of a VAT rate than is left: amounts credited earlier without a line took some of it."""
    its = [part for part in parts if group_of(part) == group]
    amount = total(totals.net(part, invoice.currency) for part in its)
    left = remainder.taxes[group].taxable if group in remainder.taxes else ZERO
    over = amount - _most(amount, left, Discount.all_of(invoice.discounts), invoice.currency)
    for part in reversed(its):
        net = totals.net(part, invoice.currency)
        if over <= 0 or net <= 0:
            continue
        taken = min(net, over)
        over -= taken
        at = parts.index(part)
        parts[at : at + 1] = [_at(part, net - taken, invoice.currency)] if net > taken else []
    return parts


def _most(amount: Decimal, taxable: Decimal, discounts: Sequence[Discount], currency: str) -> Decimal:
    """The most of `amount` that less `discounts` is at most `taxable`."""
    if amount <= 0 or totals.discounted(amount, discounts, currency) <= taxable:
        return amount
    unit = minor_unit(currency)
    fits, too_much = 0, int(amount / unit)
    while too_much - fits > 1:
        middle = (fits + too_much) // 2
        if totals.discounted(middle * unit, discounts, currency) <= taxable:
            fits = middle
        else:
            too_much = middle
    return fits * unit
