"""Lines, discounts and VAT, as an electronic invoice says them: to the cent those that the document keeps."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from comptoir.core.units import NO_UNIT
from comptoir.invoicing.einvoice.bill import Adjustment, BilledLine, Tax
from comptoir.invoicing.mentions import usual, with_mentions
from comptoir.invoicing.models import Category, CreditNote, Invoice, Line
from comptoir.invoicing.totals import HUNDRED, Allowance, TaxLine

CENT = Decimal("0.01")

_CODES = {
    Category.REVERSE_CHARGE: "VATEX-EU-AE",
    Category.INTRA_COMMUNITY: "VATEX-EU-IC",
    Category.EXPORT: "VATEX-EU-G",
    Category.OUTSIDE_SCOPE: "VATEX-EU-O",
}


def billed(line: Line) -> BilledLine:
    """A line. Receivers refuse negative prices, so that the sign is the quantity's."""
    taken_back = line.unit_price < 0
    return BilledLine(
        number=line.position,
        name=line.description,
        description=line.extended_description,
        note=line.section,
        quantity=-line.quantity if taken_back else line.quantity,
        unit=line.unit_of_measure or NO_UNIT,
        price=abs(line.unit_price),
        amount=line.tax_exclusive,
        category=line.tax_rate.category,
        rate=line.tax_rate.rate,
        adjustments=tuple(_adjustments(line)),
    )


def allowance(of: Allowance) -> Adjustment:
    """What a discount on the document takes off one category and rate."""
    return _told(
        of.amount,
        of.discount.description or _("Discount"),
        percentage=of.discount.percentage,
        base=of.base,
        category=of.category,
        rate=of.rate,
    )


def taxes(document: Invoice | CreditNote, lines: Sequence[Line], *, language: str) -> Iterable[Tax]:
    """The VAT that the document keeps, with the reason where none is charged."""
    usual_ones = with_mentions(document.taxes, (line.tax_rate for line in lines), language=language)
    for kept in (ours | its for ours, its in zip(usual_ones, document.taxes, strict=True)):
        line = TaxLine.of(kept)
        mention = kept.get("mention", "")
        yield Tax(line.category, line.rate, line.taxable, line.tax, mention, _code(line.category, mention))


def _adjustments(line: Line) -> Iterable[Adjustment]:
    """What lies between quantity × price and the line's amount: its discount, and in some currencies the rounding."""
    gross = (line.quantity * line.unit_price).quantize(CENT, rounding=ROUND_HALF_UP)
    off = gross - line.tax_exclusive
    if off and line.discount:
        yield _told(off, _("Discount"), percentage=line.discount, base=gross)
    elif off:
        yield Adjustment(abs(off), _("Rounding"), is_charge=off < 0)


def _told(amount: Decimal, reason: str, *, percentage: Decimal, base: Decimal, **facts: str | Decimal) -> Adjustment:
    """An allowance, with percentage and base where these give the amount to the cent."""
    if abs(base * percentage / HUNDRED - amount) > CENT:
        return Adjustment(amount, reason, **facts)  # type: ignore[arg-type]
    return Adjustment(amount, reason, percentage, base, **facts)  # type: ignore[arg-type]


def _code(category: str, mention: str) -> str:
    if category == Category.EXEMPT:
        # Only the usual words speak of article 132; a rate's own words may name any other reason.
        spoken = {usual(category, language=language) for language, __ in settings.LANGUAGES}
        return "VATEX-EU-132" if mention in spoken else ""
    return _CODES.get(Category(category), "")
