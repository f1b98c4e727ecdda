"""Totals that are the sum of their parts, over a million random lines: any rates, discounts and currencies.

    .venv/bin/python bench/totals.py [LINES]

A plain random generator, with a fixed seed so that a fault can be found again; the same conditions as
tests/invoicing/test_totals.py. Stops at the first document that does not add up.
"""

import random
import sys
import time
from dataclasses import dataclass
from decimal import Decimal

from comptoir.invoicing.totals import Discount, compute
from tests.invoicing.adding_up import Line, Rate, faults

MOST = 5_000_000
CURRENCIES = ("EUR", "USD", "CHF", "JPY", "ISK", "CLP")
RATES = [Rate(Decimal(rate)) for rate in ("0.21", "0.2", "0.12", "0.077", "0.06", "0.055", "0.021", "0.00001")]
RATES += [Rate(Decimal(0), category) for category in ("Z", "E", "AE", "K", "G", "O")]


@dataclass
class Counts:
    """What was seen."""

    documents: int = 0
    lines: int = 0
    discounted: int = 0
    without_decimals: int = 0


def main(wanted: int) -> None:
    """Check documents until they have `wanted` lines, and print the figures."""
    chance, counts, begun = random.Random(16931), Counts(), time.perf_counter()
    while counts.lines < wanted:
        lines = [a_line(chance) for _ in range(min(chance.randint(1, 60), wanted - counts.lines))]
        currency, discounts = chance.choice(CURRENCIES), some_discounts(chance)
        computed = compute(lines, currency, discounts)
        if wrong := faults(computed, lines, currency, discounts):
            sys.exit(f"{wrong}\n{currency} {lines} {discounts}")
        shuffled = chance.sample(lines, len(lines))
        if compute(shuffled, currency, discounts) != computed:
            sys.exit(f"The order matters: {currency} {lines} {discounts}")
        counts.documents += 1
        counts.lines += len(lines)
        counts.discounted += bool(discounts)
        counts.without_decimals += currency in ("JPY", "ISK", "CLP")
    seconds = time.perf_counter() - begun
    print(f"{counts.lines:,} lines in {counts.documents:,} documents add up: {seconds:.0f} s")
    print(
        f"with discounts on the whole: {counts.discounted:,}; in currencies without decimals: {counts.without_decimals:,}"
    )


def a_line(chance: random.Random) -> Line:
    """Anything that a line may say, negative ones too."""
    return Line(
        unit_price=Decimal(chance.randint(-(10 ** chance.randint(1, 11)), 10 ** chance.randint(1, 11))).scaleb(-4),
        quantity=Decimal(chance.randint(-(10**6), 10 ** chance.randint(1, 9))).scaleb(-4),
        discount=chance.choice([Decimal(0), Decimal(chance.randint(0, 10_000)).scaleb(-2)]),
        tax_rate=chance.choice(RATES),
    )


def some_discounts(chance: random.Random) -> list[Discount]:
    """None to four, together at most everything."""
    left, discounts = 10_000, list[Discount]()
    for _ in range(chance.choice([0, 0, 1, 2, 4])):
        if left:
            off = chance.randint(1, left)
            discounts.append(Discount(Decimal(off).scaleb(-2), "Loyal customer"))
            left -= off
    return discounts


if __name__ == "__main__":
    main(min(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, MOST))
