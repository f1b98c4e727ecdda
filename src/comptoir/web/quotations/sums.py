"""What a quotation comes to, as pages show it: once, then each cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from comptoir.invoicing.totals import Totals
from comptoir.quotations.models import Quotation
from comptoir.quotations.totals import Cycle, QuotationTotals


@dataclass(frozen=True)
class Sum:
    """What is charged together: once (`cycle` is None), or each cycle."""

    cycle: Cycle | None
    tax_exclusive: Decimal
    tax_inclusive: Decimal
    taxes: list[Any]
    is_alone: bool = False
    """Nothing is charged in another cycle, so that "once" goes without saying."""


def of_quotation(quotation: Quotation) -> list[Sum]:
    """What it keeps: of all that is offered for sure, or of all that was accepted."""
    once = {name: getattr(quotation, name) for name in ("tax_exclusive", "tax_inclusive", "taxes")}
    cycles = {Cycle(part["unit"], part["period"]): part for part in quotation.recurring}
    return _sums(once, cycles)


def of_totals(totals: QuotationTotals) -> list[Sum]:
    """What lines come to."""
    return _sums(_as_kept(totals.one_off), {cycle: _as_kept(each) for cycle, each in totals.recurring.items()})


def _sums(once: Mapping[str, Any], cycles: Mapping[Cycle, Mapping[str, Any]]) -> list[Sum]:
    """What is charged once is left out when there is no such line but others."""
    first = [_sum(None, once, is_alone=not cycles)] if once["taxes"] or not cycles else []
    return first + [_sum(cycle, each) for cycle, each in cycles.items()]


def _sum(cycle: Cycle | None, kept: Mapping[str, Any], *, is_alone: bool = False) -> Sum:
    return Sum(cycle, Decimal(kept["tax_exclusive"]), Decimal(kept["tax_inclusive"]), kept["taxes"], is_alone)


def _as_kept(totals: Totals) -> dict[str, Any]:
    return {
        "tax_exclusive": totals.tax_exclusive,
        "tax_inclusive": totals.tax_inclusive,
        "taxes": totals.as_json(),
    }
