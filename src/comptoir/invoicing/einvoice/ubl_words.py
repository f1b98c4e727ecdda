"""The words of UBL, and what occurs in several of its parts."""

from decimal import Decimal

from comptoir.invoicing.einvoice.bill import Adjustment
from comptoir.invoicing.einvoice.writing import amount, number, percent
from comptoir.invoicing.einvoice.xml import Element, Vocabulary

CAC = Vocabulary("urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2")
CBC = Vocabulary("urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2")


def VAT() -> Element:
    """That the tax is value added tax."""
    return CAC("TaxScheme", CBC("ID", "VAT"))


def money(name: str, value: Decimal, currency: str) -> Element:
    """An amount with its currency."""
    return CBC(name, amount(value, currency), currencyID=currency)


def adjustment(of: Adjustment, currency: str) -> Element:
    """An allowance or a charge; of a document with the VAT it belongs to."""
    return CAC(
        "AllowanceCharge",
        CBC("ChargeIndicator", "true" if of.is_charge else "false"),
        CBC("AllowanceChargeReason", of.reason),
        None if of.percentage is None else CBC("MultiplierFactorNumeric", number(of.percentage)),
        money("Amount", of.amount, currency),
        None if of.base is None else money("BaseAmount", of.base, currency),
        category("TaxCategory", of.category, of.rate) if of.category else None,
    )


def category(name: str, code: str, rate: Decimal) -> Element:
    """A VAT category with its rate; outside the scope of VAT there is none (BR-O-05)."""
    return CAC(name, CBC("ID", code), None if code == "O" else CBC("Percent", percent(rate)), VAT())
