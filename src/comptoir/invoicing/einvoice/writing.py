"""How numbers are written in electronic invoices, whatever the syntax."""

from decimal import Decimal

from comptoir.core.money import rounded


def amount(value: Decimal, currency: str) -> str:
    """In the currency's minor unit; with cents where a step of a sum has them even in yen."""
    exact = rounded(value, currency)
    return f"{exact if exact == value else value:f}"


def number(value: Decimal) -> str:
    """A quantity or a price, without zeros at its end."""
    return f"{value.normalize():f}"


def percent(rate: Decimal) -> str:
    """A rate as a percentage: "21" of 0.21."""
    return number(rate * 100)
