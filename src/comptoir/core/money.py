"""Amounts of money: decimals in a document's currency, rounded half up to what that currency can pay."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CURRENCIES = (
    "EUR BAM CAD CHF CLP CNY COP CZK DKK GBP INR ISK JPY MAD MXN NOK PEN PLN RON SEK TRY USD ZAR"
).split()  # fmt: skip
WITHOUT_DECIMALS = frozenset({"CLP", "ISK", "JPY"})
"""Currencies whose smallest coin is the unit (ISO 4217, minor unit 0)."""

ZERO = Decimal(0)
LARGEST = Decimal("999999999999.99")
"""The largest amount that the database keeps."""
CURRENCY_CHOICES = [(code, code) for code in CURRENCIES]


def minor_unit(currency: str) -> Decimal:
    """The smallest amount that can be paid in `currency`."""
    return Decimal(1) if currency in WITHOUT_DECIMALS else Decimal("0.01")


def rounded(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded half up (away from zero) to the minor unit of `currency`, as EN 16931 rounds totals.

    Never "-0.00", which a negative amount at 0 % VAT would give, and receivers refuse.
    """
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_UP) + ZERO


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of `amounts`, a Decimal even when there are none."""
    return sum(amounts, ZERO)
