"""What a document comes to: line amounts, VAT per rate, totals (EN 16931)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from comptoir.core.money import rounded, total

HUNDRED = Decimal(100)


class Rated(Protocol):
    """Something with a VAT rate, as a fraction."""

    @property
    def rate(self) -> Decimal: ...


class Charged(Protocol):
    """What a line charges: LineData before it is written, a Line of an invoice or a subscription afterwards."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def discount(self) -> Decimal: ...
    @property
    def tax_rate(self) -> Rated: ...


@dataclass(frozen=True)
class TaxLine:
    """The VAT of one rate: computed once on the sum of the rate's lines, never line by line."""

    rate: Decimal
    taxable: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Totals:
    """A document's totals in its currency, and the VAT of each rate, highest rate first."""

    tax_exclusive: Decimal
    tax_inclusive: Decimal
    taxes: tuple[TaxLine, ...]

    @property
    def tax(self) -> Decimal:
        """All VAT together."""
        return self.tax_inclusive - self.tax_exclusive

    def as_json(self) -> list[dict[str, str]]:
        """The VAT lines as documents keep them: {"rate": "0.21", "taxable": "100.00", "tax": "21.00"}."""
        return [
            {"rate": f"{line.rate.normalize():f}", "taxable": f"{line.taxable:f}", "tax": f"{line.tax:f}"}
            for line in self.taxes
        ]


def net(line: Charged, currency: str) -> Decimal:
    """A line's amount without VAT: quantity × price less discount, rounded half up to the minor unit (BT-131)."""
    return rounded(line.quantity * line.unit_price * (HUNDRED - line.discount) / HUNDRED, currency)


def compute(lines: Iterable[Charged], currency: str) -> Totals:
    """The totals of `lines` in `currency`: VAT is rounded half up per rate on the rate's sum (BT-117)."""
    taxable: defaultdict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        taxable[line.tax_rate.rate.normalize()] += net(line, currency)
    taxes = tuple(
        TaxLine(rate=rate, taxable=rounded(amount, currency), tax=rounded(amount * rate, currency))
        for rate, amount in sorted(taxable.items(), reverse=True)
    )
    tax_exclusive = rounded(total(line.taxable for line in taxes), currency)
    return Totals(
        tax_exclusive=tax_exclusive, tax_inclusive=tax_exclusive + total(line.tax for line in taxes), taxes=taxes
    )
