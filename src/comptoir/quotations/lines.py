"""What the lines of a quotation say: read, checked and written in one way."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department
from comptoir.core.money import LARGEST
from comptoir.invoicing.lines import LineData, rows
from comptoir.invoicing.refusals import ForeignProduct
from comptoir.invoicing.totals import HUNDRED, compute, net
from comptoir.quotations.models import Quotation, QuotationLine
from comptoir.quotations.refusals import (
    AmountTooLarge,
    ArchivedTaxRate,
    ForeignTaxRate,
    NegativeTotal,
    NoLines,
    UnknownCycle,
)
from comptoir.quotations.totals import cycle_of
from comptoir.subscriptions.models import PERIODS

SAID = ("section", "description", "extended_description", "quantity", "unit_of_measure", "unit_price", "discount")


@dataclass(frozen=True)
class QuotationLineData(LineData):
    """A line before it is written. Without `unit` and `period` it is charged once."""

    unit: str = ""
    period: int | None = None
    is_optional: bool = False


def of(quotation: Quotation) -> list[QuotationLineData]:
    """The lines of a quotation as data, in their order."""
    return [QuotationLineData.of(line) for line in quotation.lines.select_related("tax_rate", "product")]


def check(lines: Sequence[QuotationLineData], *, department: Department, currency: str) -> None:
    """Refuse what cannot be offered, whichever optional lines the customer chooses.

    Raises NoLines, ForeignTaxRate, ForeignProduct, ArchivedTaxRate, UnknownCycle, NegativeTotal, AmountTooLarge;
    ValidationError on "lines", a sentence for each line at fault, when a description is missing or a number is out of range.
    """
    if not lines:
        raise NoLines
    if any(line.tax_rate.department_id != department.pk for line in lines):
        raise ForeignTaxRate
    if any(line.tax_rate.archived_at is not None for line in lines):
        raise ArchivedTaxRate
    if any((line.unit or line.period) and line.period not in PERIODS.get(line.unit, ()) for line in lines):
        raise UnknownCycle
    if any(line.product is not None and line.product.account_id != department.account_id for line in lines):
        raise ForeignProduct
    if faults := [fault for number, line in enumerate(lines, start=1) for fault in _faults(number, line)]:
        raise ValidationError({"lines": faults})
    _check_amounts(lines, currency)


def put(quotation: Quotation, lines: Sequence[QuotationLineData]) -> None:
    """Replace the lines of a saved quotation. Call it in a transaction."""
    quotation.lines.all().delete()
    QuotationLine.objects.bulk_create(rows(QuotationLine, lines, currency=quotation.currency, quotation=quotation))


def _faults(number: int, line: QuotationLineData) -> list[str]:
    row = QuotationLine(**{name: getattr(line, name) for name in SAID})
    faults: list[str] = []
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - set(SAID))
    except ValidationError as wrong:
        faults = [sentence for sentences in wrong.message_dict.values() for sentence in sentences]
    if not line.description.strip():
        faults = [_("Please describe what you offer.")]
    if not 0 <= line.discount <= HUNDRED:
        faults.append(_("A discount is between 0 and 100 %."))
    return [_("Line %(number)s: %(fault)s") % {"number": number, "fault": fault} for fault in faults]


def _check_amounts(lines: Sequence[QuotationLineData], currency: str) -> None:
    def kind(line: QuotationLineData) -> tuple[str, int]:
        return cycle_of(line) or ("", 0)

    for __, alike in groupby(sorted(lines, key=kind), key=kind):
        together = list(alike)
        nets = {id(line): net(line, currency) for line in together}
        largest = sum((abs(nets[id(line)]) * (1 + line.tax_rate.rate) for line in together), Decimal(0))
        if largest > LARGEST:
            raise AmountTooLarge
        cheapest = [line for line in together if not line.is_optional or nets[id(line)] < 0]
        if compute(cheapest, currency).tax_inclusive < 0:
            raise NegativeTotal
