"""What a document comes to: line amounts, document discounts, VAT per rate, totals (EN 16931)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, Self

from comptoir.core.money import rounded, total

HUNDRED = Decimal(100)


class Rated(Protocol):
    """Something with a VAT rate, as a fraction, of a category."""

    @property
    def rate(self) -> Decimal: ...
    @property
    def category(self) -> str: ...


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
class Discount:
    """A discount on a whole document: a percentage of the sum of its lines, whichever others there are."""

    percentage: Decimal
    description: str = ""

    @classmethod
    def all_of(cls, kept: Iterable[dict[str, str]]) -> list["Discount"]:
        """Those that a document keeps."""
        return [cls(Decimal(each["percentage"]), each["description"]) for each in kept]

    def as_json(self) -> dict[str, str]:
        """As a document keeps it."""
        return {"percentage": f"{self.percentage.normalize():f}", "description": self.description}


@dataclass(frozen=True)
class Allowance:
    """What a document discount takes off the lines of one category and rate (BG-20)."""

    discount: Discount
    category: str
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class TaxLine:
    """The VAT of one category and rate: computed once on the sum of its lines less discounts, never line by line."""

    rate: Decimal
    taxable: Decimal
    tax: Decimal
    category: str = "S"

    @classmethod
    def of(cls, kept: dict[str, str]) -> Self:
        """What a document keeps; before there were categories, a rate of nothing was a zero rate."""
        rate = Decimal(kept["rate"])
        category = kept.get("category") or ("S" if rate else "Z")
        return cls(rate=rate, taxable=Decimal(kept["taxable"]), tax=Decimal(kept["tax"]), category=category)


@dataclass(frozen=True)
class Totals:
    """A document's totals in its currency, and the VAT of each category and rate, highest rate first."""

    tax_exclusive: Decimal
    tax_inclusive: Decimal
    taxes: tuple[TaxLine, ...]
    allowances: tuple[Allowance, ...] = ()

    @property
    def tax(self) -> Decimal:
        """All VAT together."""
        return self.tax_inclusive - self.tax_exclusive

    @property
    def discounted(self) -> Decimal:
        """What the document discounts take off, without VAT (BT-107)."""
        return total(allowance.amount for allowance in self.allowances)

    @property
    def lines(self) -> Decimal:
        """The sum of the lines, before document discounts (BT-106)."""
        return self.tax_exclusive + self.discounted

    def as_json(self) -> list[dict[str, str]]:
        """The VAT as documents keep it: {"category": "S", "rate": "0.21", "taxable": "100.00", "tax": "21.00"}."""
        return [
            {
                "category": line.category,
                "rate": f"{line.rate.normalize():f}",
                "taxable": f"{line.taxable:f}",
                "tax": f"{line.tax:f}",
            }
            for line in self.taxes
        ]


def net(line: Charged, currency: str) -> Decimal:
    """A line's amount without VAT: quantity × price less discount, rounded half up to the minor unit (BT-131)."""
    return rounded(line.quantity * line.unit_price * (HUNDRED - line.discount) / HUNDRED, currency)


def discounted(amount: Decimal, discounts: Sequence[Discount], currency: str) -> Decimal:
    """What is left of the lines of one category and rate after `discounts`, each rounded by itself."""
    return amount - total(rounded(amount * each.percentage / HUNDRED, currency) for each in discounts)


def compute(lines: Iterable[Charged], currency: str, discounts: Sequence[Discount] = ()) -> Totals:
    """The totals of `lines` in `currency` less `discounts`.

    Each discount is taken off each category and rate, rounded half up there; VAT is rounded half up per category and rate
    on what remains (BT-117).
    """
    sums: defaultdict[tuple[Decimal, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.tax_rate.rate.normalize(), str(line.tax_rate.category)] += net(line, currency)
    groups = sorted(sums.items(), key=lambda group: (-group[0][0], group[0][1]))
    allowances = tuple(
        Allowance(discount, category, rate, amount, rounded(amount * discount.percentage / HUNDRED, currency))
        for discount in discounts
        for (rate, category), amount in groups
    )
    taxes = tuple(_taxed(rate, category, amount, allowances, currency) for (rate, category), amount in groups)
    tax_exclusive = rounded(total(line.taxable for line in taxes), currency)
    tax_inclusive = tax_exclusive + total(line.tax for line in taxes)
    return Totals(tax_exclusive=tax_exclusive, tax_inclusive=tax_inclusive, taxes=taxes, allowances=allowances)


def _taxed(rate: Decimal, category: str, amount: Decimal, allowances: Sequence[Allowance], currency: str) -> TaxLine:
    off = total(each.amount for each in allowances if (each.rate, each.category) == (rate, category))
    taxable = rounded(amount - off, currency)
    return TaxLine(rate=rate, taxable=taxable, tax=rounded(taxable * rate, currency), category=category)
