"""What the lines of invoices, credit notes and subscriptions say: read, checked and written in one way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self, TypeVar

from comptoir.accounts.models import Department
from comptoir.core.making import new_row
from comptoir.core.money import LARGEST
from comptoir.invoicing import totals
from comptoir.invoicing.models import Line, Product, TaxRate
from comptoir.invoicing.refusals import AmountTooLarge, DiscountTooLarge, ForeignTaxRate

L = TypeVar("L", bound=Line)


@dataclass(frozen=True)
class LineData:
    """A line before it is written. `unit_price` excludes VAT; `discount` is a percentage."""

    description: str
    unit_price: Decimal
    tax_rate: TaxRate
    quantity: Decimal = Decimal(1)
    discount: Decimal = Decimal(0)
    section: str = ""
    extended_description: str = ""
    unit_of_measure: str = ""
    product: Product | None = None

    @classmethod
    def of(cls, line: Line) -> Self:
        """What a written line says."""
        return cls(**{name: getattr(line, name) for name in cls.__dataclass_fields__})


def price(
    lines: Sequence[LineData],
    *,
    department: Department,
    currency: str,
    discounts: Sequence[totals.Discount] = (),
) -> totals.Totals:
    """What `lines` come to in `currency`, less `discounts`.

    Refuses discounts of less than nothing or more than everything (DiscountTooLarge), VAT rates of another department
    (ForeignTaxRate) and amounts beyond what can be kept (AmountTooLarge).
    """
    if any(line.tax_rate.department_id != department.pk for line in lines):
        raise ForeignTaxRate
    if any(each.percentage < 0 for each in discounts) or sum(each.percentage for each in discounts) > totals.HUNDRED:
        raise DiscountTooLarge
    computed = totals.compute(lines, currency, discounts)
    nets = [totals.net(line, currency) for line in lines]
    if any(abs(amount) > LARGEST for amount in [computed.tax_exclusive, computed.tax_inclusive, *nets]):
        raise AmountTooLarge
    return computed


def rows(kind: type[L], lines: Iterable[LineData], *, currency: str, **owner: Any) -> list[L]:
    """`lines` as unsaved rows of `kind` that belong to `owner`, numbered from 1, each with its net amount."""
    return [
        new_row(kind, **owner, **vars(line), position=position, tax_exclusive=totals.net(line, currency))
        for position, line in enumerate(lines, start=1)
    ]
