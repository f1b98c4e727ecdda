"""What a draft refuses at the edges, each field with a sentence of its own."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from comptoir.accounts.models import Account
from comptoir.core.text import folded
from comptoir.invoicing import drafting
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice, Product
from comptoir.invoicing.refusals import FieldsAtFault, ForeignProduct, ForeignTaxRate
from tests.factories import NOW, a_company, a_department, an_account, the_department, the_vat

pytestmark = pytest.mark.django_db


def a_line(account: Account) -> LineData:
    return LineData(description="Work", unit_price=Decimal(100), tax_rate=the_vat(account))


def drafted(account: Account, *lines: LineData, **fields: Any) -> Invoice:
    department = the_department(account)
    return drafting.draft(
        account=account, department=department, customer=a_company(account), by=None, at=NOW, lines=lines, **fields
    )


def a_product(account: Account) -> Product:
    facts = {"account": account, "name": "Visit", "search_text": folded("Visit"), "added_at": NOW, "updated_at": NOW}
    return Product.objects.create(**facts)


def test_everything_that_a_draft_may_say_is_kept() -> None:
    account = an_account()
    said = replace(
        a_line(account),
        quantity=Decimal("-1.5"),
        unit_price=Decimal("12.3456"),
        discount=Decimal("33.33"),
        section="Kitchen",
        extended_description="Two\nlines",
        unit_of_measure="HUR",
        product=a_product(account),
    )
    discounts = [{"percentage": "10", "description": "Loyal"}, {"percentage": "2.5", "description": ""}]
    day = dt.date(2026, 12, 24)
    invoice = drafted(
        account, said, delivery_date=day, expected_payment_method="sepa_direct_debit", discounts=discounts
    )
    invoice.refresh_from_db()
    assert drafting.lines_of(invoice) == [said]
    assert (invoice.delivery_date, invoice.expected_payment_method) == (day, "sepa_direct_debit")
    assert invoice.discounts == discounts
    # −1.5 × 12.3456 less 33.33 % = −12.35; less 1.24 (10 %, half up) and 0.31 (2.5 %)
    assert (invoice.tax_exclusive, invoice.tax_inclusive) == (Decimal("-10.80"), Decimal("-13.07"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", " "),
        ("description", "x" * 501),
        ("description", "a\0b"),
        ("section", "x" * 201),
        ("extended_description", "x" * 4001),
        ("quantity", Decimal("NaN")),
        ("quantity", Decimal("0.00001")),
        ("quantity", Decimal(100_000_000)),
        ("unit_price", Decimal("Infinity")),
        ("unit_price", Decimal("0.12345")),
        ("unit_price", Decimal("-10000000000")),
        ("discount", Decimal("100.01")),
        ("discount", Decimal("-0.01")),
        ("discount", Decimal("0.001")),
        ("discount", Decimal("NaN")),
        ("unit_of_measure", "XXX"),
    ],
)
def test_a_line_is_refused_at_its_edges(field: str, value: Any) -> None:
    account = an_account()
    with pytest.raises(FieldsAtFault) as refused:
        drafted(account, a_line(account), replace(a_line(account), **{field: value}))
    assert list(refused.value.faults) == [f"lines.2.{field}"]
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("delivery_date", dt.date(1999, 12, 31)),
        ("delivery_date", dt.date(2027, 11, 26)),
        ("expected_payment_method", "barter"),
        ("payment_term", "some day"),
        ("payment_days", 366),
        ("payment_days", -1),
        ("currency", "XXX"),
        ("email", "nobody"),
        ("purchase_order_number", "x" * 61),
        ("for_attention_of_name", "x" * 201),
        ("note", "x" * 4001),
        ("discounts", [{"percentage": "0", "description": ""}]),
        ("discounts", [{"percentage": "100.01", "description": ""}]),
        ("discounts", [{"percentage": "0.001", "description": ""}]),
        ("discounts", [{"percentage": "-5", "description": ""}]),
        ("discounts", [{"percentage": "NaN", "description": ""}]),
        ("discounts", [{"percentage": "ten", "description": ""}]),
        ("discounts", [{"percentage": "10"}]),
        ("discounts", [{"percentage": "10", "description": "x" * 201}]),
        ("discounts", [{"percentage": "60", "description": ""}, {"percentage": "40.01", "description": ""}]),
        ("discounts", [{"percentage": "1", "description": ""}] * 11),
    ],
)
def test_a_draft_is_refused_at_its_edges(field: str, value: Any) -> None:
    account = an_account()
    with pytest.raises(FieldsAtFault) as refused:
        drafted(account, a_line(account), **{field: value})
    assert list(refused.value.faults) == [field]
    assert not Invoice.objects.exists()


def test_discounts_of_everything_come_to_nothing() -> None:
    account = an_account()
    discounts = [{"percentage": "60", "description": ""}, {"percentage": "40", "description": ""}]
    assert drafted(account, a_line(account), discounts=discounts).tax_inclusive == 0


def test_products_and_rates_of_others_are_refused() -> None:
    account, other = an_account(), an_account(name="Bureau Zuid")
    with pytest.raises(ForeignProduct):
        drafted(account, replace(a_line(account), product=a_product(other)))
    a_department(account)
    with pytest.raises(ForeignTaxRate):
        drafted(account, replace(a_line(account), tax_rate=the_vat(other)))
    assert not Invoice.objects.exists()
