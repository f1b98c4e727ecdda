"""Documents to send electronically, one of each kind that a business may issue, booked with their own verbs."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from comptoir.accounts.models import Department
from comptoir.customers.models import Address, Customer
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.drafting import draft
from comptoir.invoicing.lines import LineData, rows
from comptoir.invoicing.models import CreditNote, CreditNoteLine, Invoice, TaxRate
from comptoir.invoicing.totals import compute
from tests.factories import NOW, TODAY, a_company, an_account, the_department

SELLERS = {
    "BE": {"vat_number": "BE 0417.497.106", "iban": "BE68539007547034", "city": "Brussels", "postal_code": "1000"},
    "NL": {"vat_number": "NL 123456782B90", "iban": "NL91ABNA0417164300", "city": "Utrecht", "postal_code": "3511 AB"},
    "FR": {
        "vat_number": "FR 83404833048",
        "iban": "FR1420041010050500013M02606",
        "city": "Lille",
        "postal_code": "59000",
    },
    "DE": {"vat_number": "DE 136695976", "iban": "DE89370400440532013000", "city": "Köln", "postal_code": "50667"},
    "LU": {"vat_number": "LU 15027442", "iban": "LU280019400644750000", "city": "Luxembourg", "postal_code": "1009"},
}
"""Businesses of Comptoir's countries, complete."""


def a_seller(country: str = "BE", **facts: Any) -> Department:
    """The department of a new account, of whom receivers want to know nothing more."""
    department = the_department(an_account())
    facts = (
        {"country": country, "line_1": "Rue Haute 1", "email": "bills@nord.example"} | SELLERS[country or "BE"] | facts
    )
    for name, value in facts.items():
        setattr(department, name, value)
    department.save()
    return department


def a_buyer(seller: Department, country: str = "BE", **facts: Any) -> Customer:
    """A company that can receive electronic invoices."""
    numbers = {"BE": "BE 0403.019.261", "NL": "NL 004495445B01", "FR": "FR 40303265045", "DE": "DE 123456788"}
    facts = {"vat_number": numbers.get(country, ""), "country": country} | facts
    return a_company(seller.account, **facts)


def a_rate(seller: Department, category: str, rate: str = "0", **facts: Any) -> TaxRate:
    """A VAT rate of the department."""
    facts = {"account": seller.account, "description": f"{category} {rate}"} | facts
    return TaxRate.objects.create(department=seller, category=category, rate=Decimal(rate), **facts)


def a_line(rate: TaxRate, price: str = "100", **facts: Any) -> LineData:
    """A line to charge."""
    return LineData(**{"description": "Work", "unit_price": Decimal(price), "tax_rate": rate} | facts)


def a_bill(seller: Department, *lines: LineData, buyer: Customer | None = None, **facts: Any) -> Invoice:
    """A booked invoice of these lines. One without a description is written past the draft's check, as an old one may be."""
    said = [replace(line, description=line.description.strip() or "–") for line in lines]
    made = draft(
        account=seller.account,
        department=seller,
        customer=buyer or a_buyer(seller),
        by=None,
        at=NOW,
        lines=said or [a_line(a_rate(seller, "S", "0.21"))],
        **facts,
    )
    made.lines.filter(description="–").update(description=" ")
    return book(made, by=None, at=NOW, on=TODAY)


def a_part_credited(invoice: Invoice, *lines: LineData) -> CreditNote:
    """A credit note of part of an invoice."""
    totals = compute(lines, invoice.currency)
    note = CreditNote.objects.create(
        account=invoice.account,
        department=invoice.department,
        customer=invoice.customer,
        invoice=invoice,
        fiscal_year=2026,
        number=99,
        credit_note_number="CN2026/99",
        credit_note_date=TODAY,
        currency=invoice.currency,
        invoicee_name=invoice.invoicee_name,
        seller=invoice.seller,
        buyer=invoice.buyer,
        tax_exclusive=totals.tax_exclusive,
        tax_inclusive=totals.tax_inclusive,
        taxes=totals.as_json(),
        created_at=NOW,
    )
    CreditNoteLine.objects.bulk_create(rows(CreditNoteLine, lines, currency=note.currency, credit_note=note))
    return note


def _standard_rate(seller: Department) -> Invoice:
    return a_bill(seller, for_attention_of_name="Anne Dubois", note="Thank you.\x0b", purchase_order_number="PO-7")


def _several_rates(seller: Department) -> Invoice:
    rates = [("S", "0.21"), ("S", "0.06"), ("S", "0.055"), ("Z", "0"), ("E", "0")]
    lines = [a_line(a_rate(seller, *rate), f"{33.3333 + at:.4f}") for at, rate in enumerate(rates)]
    return a_bill(seller, *lines)


def _reverse_charge(seller: Department) -> Invoice:
    return a_bill(seller, a_line(a_rate(seller, "AE")))


def _intra_community(seller: Department) -> Invoice:
    country = "NL" if seller.country != "NL" else "BE"
    return a_bill(seller, a_line(a_rate(seller, "K")), buyer=a_buyer(seller, country))


def _delivered_elsewhere(seller: Department) -> Invoice:
    buyer = a_buyer(seller, "FR")
    Address.objects.create(customer=buyer, type="delivery", line_1="Hafen 1", city="Köln", country="DE")
    day = dt.date(2026, 11, 20)
    return a_bill(seller, a_line(a_rate(seller, "K")), buyer=buyer, delivery_date=day)


def _exempt(seller: Department) -> Invoice:
    return a_bill(seller, a_line(a_rate(seller, "E")))


def _exempt_in_own_words(seller: Department) -> Invoice:
    return a_bill(seller, a_line(a_rate(seller, "E", legal_mention="Small businesses: article 56bis.")))


def _export(seller: Department) -> Invoice:
    buyer = a_buyer(seller, "US", electronic_invoicing_address="0060:123456789")
    return a_bill(seller, a_line(a_rate(seller, "G")), buyer=buyer)


def _outside_scope(seller: Department) -> Invoice:
    return a_bill(seller, a_line(a_rate(seller, "O")), discounts=[{"percentage": "5", "description": ""}])


def _line_discounts(seller: Department) -> Invoice:
    rate = a_rate(seller, "S", "0.21")
    odd = {"quantity": Decimal("3.3333"), "discount": Decimal("33.33")}
    return a_bill(seller, a_line(rate, "19.9999", **odd), a_line(rate, "-5", discount=Decimal(10)), a_line(rate))


def _document_discounts(seller: Department) -> Invoice:
    discounts = [{"percentage": "10", "description": "Loyal"}, {"percentage": "2.5", "description": ""}]
    lines = [a_line(a_rate(seller, "S", "0.21"), "99.99"), a_line(a_rate(seller, "S", "0.06"), "0.07")]
    return a_bill(seller, *lines, discounts=discounts)


def _negative_line(seller: Department) -> Invoice:
    rate = a_rate(seller, "S", "0.21")
    twice_negative = a_line(rate, "-1.5", quantity=Decimal(-2))
    return a_bill(
        seller, a_line(rate, "100"), a_line(rate, "-20.05"), a_line(rate, quantity=Decimal("-0.5")), twice_negative
    )


def _credit_note(seller: Department) -> CreditNote:
    return credit(_document_discounts(seller), by=None, at=NOW, on=TODAY)


def _part_credited(seller: Department) -> CreditNote:
    invoice = _standard_rate(seller)
    return a_part_credited(invoice, a_line(a_rate(seller, "S", "0.06"), "12.345"))


def _creditor_reference(seller: Department) -> Invoice:
    invoice = a_bill(seller)
    invoice.payment_reference = "RF18539007547034"
    return invoice


def _yen(seller: Department) -> Invoice:
    rate = a_rate(seller, "S", "0.21")
    lines = [
        a_line(rate, "33", quantity=Decimal("1.5")),
        a_line(rate, "777.5", discount=Decimal("12.5")),
        a_line(rate, "10.3"),
        a_line(a_rate(seller, "S", "0.06"), "5001"),
    ]
    return a_bill(seller, *lines, currency="JPY", discounts=[{"percentage": "3.33", "description": ""}])


def _units(seller: Department) -> Invoice:
    rate = a_rate(seller, "S", "0.21")
    units = [
        "",
        "H87",
        "HUR",
        "DAY",
        "WEE",
        "MON",
        "ANN",
        "MIN",
        "KMT",
        "MTR",
        "MTK",
        "MTQ",
        "LTR",
        "KGM",
        "TNE",
        "KWH",
    ]
    facts = {"section": "Terrace", "extended_description": "With\nheating"}
    lines = [a_line(rate, unit_of_measure=unit, **facts) for unit in [*units, "SET", "XBX", "XPX"]]
    return a_bill(seller, *lines)


def _nothing_to_pay(seller: Department) -> Invoice:
    return a_bill(seller, a_line(a_rate(seller, "S", "0.21")), discounts=[{"percentage": "100", "description": "Gift"}])


CASES: dict[str, Callable[[Department], Invoice | CreditNote]] = {
    "standard rate": _standard_rate,
    "several rates": _several_rates,
    "reverse charge": _reverse_charge,
    "intra-Community": _intra_community,
    "delivered elsewhere": _delivered_elsewhere,
    "exempt": _exempt,
    "exempt in its own words": _exempt_in_own_words,
    "export": _export,
    "outside the scope": _outside_scope,
    "line discounts": _line_discounts,
    "document discounts": _document_discounts,
    "negative line": _negative_line,
    "credit note": _credit_note,
    "credited in part": _part_credited,
    "creditor reference": _creditor_reference,
    "yen": _yen,
    "units": _units,
    "nothing to pay": _nothing_to_pay,
}
"""A seller becomes a document of its own."""
