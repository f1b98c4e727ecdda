"""Whether totals are the sum of their parts, computed the long way round; for the tests and bench/totals.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from comptoir.core.money import minor_unit
from comptoir.invoicing.totals import Discount, Totals


@dataclass(frozen=True)
class Rate:
    rate: Decimal
    category: str = "S"


@dataclass(frozen=True)
class Line:
    unit_price: Decimal
    quantity: Decimal = Decimal(1)
    discount: Decimal = Decimal(0)
    tax_rate: Rate = Rate(Decimal("0.21"))


def faults(computed: Totals, lines: Sequence[Line], currency: str, discounts: Sequence[Discount] = ()) -> list[str]:
    """What does not add up in `computed`, in words; nothing when all is well."""
    unit, found = minor_unit(currency), list[str]()

    def demand(holds: bool, what: str) -> None:
        if not holds:
            found.append(what)

    def half_up(amount: Decimal) -> Decimal:
        return amount.quantize(unit, ROUND_HALF_UP)

    groups: dict[tuple[Decimal, str], Decimal] = {}
    for line in lines:
        amount = half_up(line.quantity * line.unit_price * (100 - line.discount) / 100)
        key = (line.tax_rate.rate, line.tax_rate.category)
        groups[key] = groups.get(key, Decimal(0)) + amount
    taxed = {(tax.rate, tax.category): tax for tax in computed.taxes}
    demand(len(taxed) == len(computed.taxes) and set(taxed) == set(groups), "one VAT line per category and rate")
    for key, amount in groups.items():
        off = sum((half_up(amount * each.percentage / 100) for each in discounts), Decimal(0))
        demand(taxed[key].taxable == amount - off, f"taxable of {key} = its lines less its allowances")
        demand(taxed[key].tax == half_up(taxed[key].taxable * key[0]), f"VAT of {key} is rounded half up once")
    demand(computed.lines == sum(groups.values(), Decimal(0)), "the sum of the lines")
    demand(computed.tax_exclusive == computed.lines - computed.discounted, "without VAT = lines less discounts")
    demand(computed.tax_exclusive == sum((tax.taxable for tax in computed.taxes), Decimal(0)), "Σ taxable")
    demand(
        computed.tax_inclusive == computed.tax_exclusive + sum((tax.tax for tax in computed.taxes), Decimal(0)), "Σ VAT"
    )
    amounts = [computed.tax_exclusive, computed.tax_inclusive, *(tax.tax for tax in computed.taxes)]
    demand(all(amount == amount.quantize(unit) for amount in amounts), "nothing below the smallest coin")
    return found
