"""The words of CII, and what occurs in several of its parts."""

import datetime as dt
from decimal import Decimal

from comptoir.invoicing.einvoice.bill import Adjustment
from comptoir.invoicing.einvoice.writing import amount, number, percent
from comptoir.invoicing.einvoice.xml import Element, Vocabulary

_UNECE = "urn:un:unece:uncefact:data:standard:"
RSM = Vocabulary(f"{_UNECE}CrossIndustryInvoice:100")
RAM = Vocabulary(f"{_UNECE}ReusableAggregateBusinessInformationEntity:100")
UDT = Vocabulary(f"{_UNECE}UnqualifiedDataType:100")
QDT = Vocabulary(f"{_UNECE}QualifiedDataType:100")
PREFIXES: dict[str | None, str] = {
    "rsm": RSM.namespace,
    "ram": RAM.namespace,
    "udt": UDT.namespace,
    "qdt": QDT.namespace,
}


def day(name: str, date: dt.date | None, *, words: Vocabulary = UDT) -> Element | None:
    """A date: year, month and day together (format 102)."""
    return RAM(name, words("DateTimeString", f"{date:%Y%m%d}", format="102")) if date else None


def money(name: str, value: Decimal, currency: str) -> Element:
    """An amount in the currency of the document."""
    return RAM(name, amount(value, currency))


def tax(name: str, category: str, rate: Decimal) -> Element:
    """A VAT category with its rate; outside the scope of VAT there is none."""
    applicable = None if category == "O" else RAM("RateApplicablePercent", percent(rate))
    return RAM(name, RAM("TypeCode", "VAT"), RAM("CategoryCode", category), applicable)


def adjustment(of: Adjustment, currency: str) -> Element:
    """An allowance or a charge; of a document with the VAT it belongs to."""
    return RAM(
        "SpecifiedTradeAllowanceCharge",
        RAM("ChargeIndicator", UDT("Indicator", "true" if of.is_charge else "false")),
        None if of.percentage is None else RAM("CalculationPercent", number(of.percentage)),
        None if of.base is None else money("BasisAmount", of.base, currency),
        money("ActualAmount", of.amount, currency),
        RAM("Reason", of.reason),
        tax("CategoryTradeTax", of.category, of.rate) if of.category else None,
    )
