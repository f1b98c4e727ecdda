"""What a quotation comes to: what is charged once, and what is charged again each cycle."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from comptoir.accounts.models import Department
from comptoir.invoicing.models import TaxRate
from comptoir.invoicing.totals import Charged, Totals, compute
from comptoir.quotations.models import QuotationLine
from comptoir.quotations.refusals import ForeignTaxRate
from comptoir.subscriptions.models import Unit


class Cycle(NamedTuple):
    """How often something is charged: each `period` weeks, months or years."""

    unit: str
    period: int


class Offered(Charged, Protocol):
    """A line of a quotation, written or not yet."""

    @property
    def unit(self) -> str: ...
    @property
    def period(self) -> int | None: ...
    @property
    def is_optional(self) -> bool: ...
    @property
    def tax_rate(self) -> TaxRate: ...


@dataclass(frozen=True)
class QuotationTotals:
    """The totals of what is charged once, and of each cycle, the shortest first."""

    one_off: Totals
    recurring: dict[Cycle, Totals]

    def recurring_as_json(self) -> list[dict[str, object]]:
        """The cycles as a quotation keeps them."""
        return [
            {
                "unit": cycle.unit,
                "period": cycle.period,
                "tax_exclusive": f"{totals.tax_exclusive:f}",
                "tax_inclusive": f"{totals.tax_inclusive:f}",
                "taxes": totals.as_json(),
            }
            for cycle, totals in self.recurring.items()
        ]


def totals_of(
    lines: Sequence[Offered], *, department: Department, currency: str, chosen: Collection[UUID] = ()
) -> QuotationTotals:
    """What `lines` come to in `currency`; VAT is rounded per rate, of what is charged once and of each cycle apart.

    Optional lines are left out, except written ones whose id is among `chosen`. Each part is rounded like the invoice
    that comes of it (EN 16931). Refuses VAT rates of another department (ForeignTaxRate).
    """
    if any(line.tax_rate.department_id != department.pk for line in lines):
        raise ForeignTaxRate
    counting = [line for line in lines if counts(line, chosen)]
    cycles = sorted({cycle for line in counting if (cycle := cycle_of(line))}, key=_length)
    return QuotationTotals(
        one_off=compute([line for line in counting if cycle_of(line) is None], currency),
        recurring={
            cycle: compute([line for line in counting if cycle_of(line) == cycle], currency) for cycle in cycles
        },
    )


def counts(line: Offered, chosen: Collection[UUID] = ()) -> bool:
    """Whether `line` is offered for sure, or is an optional one among `chosen`."""
    return not line.is_optional or (isinstance(line, QuotationLine) and line.pk in chosen)


def cycle_of(line: Offered) -> Cycle | None:
    """How often `line` is charged; None: once."""
    return Cycle(line.unit, line.period) if line.unit and line.period else None


def _length(cycle: Cycle) -> tuple[int, int]:
    return Unit.values.index(cycle.unit), cycle.period
