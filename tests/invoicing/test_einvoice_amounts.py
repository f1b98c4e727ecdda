"""Whatever a document charges, receivers' rules find that it adds up."""

import os
import random
from decimal import Decimal

import pytest

from comptoir.core.money import CURRENCIES
from comptoir.invoicing.einvoice.cii import cii
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import TaxRate
from comptoir.invoicing.refusals import AmountTooLarge, NegativeTotal
from tests.einvoice_rules import refused_as_facturx, refused_by
from tests.einvoices import a_bill, a_buyer, a_rate, a_seller

pytestmark = pytest.mark.django_db

DOCUMENTS = int(os.environ.get("COMPTOIR_EINVOICES", "60"))
"""Few in everyday runs; some thousands once in a while."""
RATES = [("S", rate) for rate in ("0.21", "0.06", "0.055", "0.19", "0.99999")] + [
    (each, "0") for each in ("Z", "E", "AE", "G")
]


def test_random_documents_add_up() -> None:
    chance = random.Random(20261124)
    seller = a_seller()
    buyer = a_buyer(seller)
    rates = [a_rate(seller, *rate) for rate in RATES]
    refused = []
    for at in range(DOCUMENTS):
        lines = [_line(chance, chance.choice(rates)) for __ in range(chance.choice([1, 2, 5, 20]))]
        facts = {"currency": chance.choice(["EUR", "JPY", *CURRENCIES]), "discounts": _discounts(chance)}
        try:
            invoice = a_bill(seller, *lines, buyer=buyer, **facts)
        except (NegativeTotal, AmountTooLarge):
            continue
        if rules := refused_by(ubl(invoice)) | refused_as_facturx(cii(invoice)):
            refused.append((at, rules))
    assert refused == []


def _line(chance: random.Random, rate: TaxRate) -> LineData:
    digits = chance.choice([0, 1, 2, 4])
    return LineData(
        description="Work",
        tax_rate=rate,
        unit_price=Decimal(chance.randint(-(10**3), 10 ** chance.choice([3, 5, 9]))).scaleb(-digits),
        quantity=Decimal(chance.randint(-50, 10 ** chance.choice([1, 3, 6]))).scaleb(-chance.choice([0, 2, 4])),
        discount=chance.choice(
            [Decimal(0), Decimal(0), Decimal("33.33"), Decimal("12.5"), Decimal(100), Decimal("0.01")]
        ),
    )


def _discounts(chance: random.Random) -> list[dict[str, str]]:
    percentages = chance.choice([[], [], ["10"], ["3.33", "0.01"], ["12.34"], ["50", "25", "25"]])
    return [{"percentage": percentage, "description": ""} for percentage in percentages]
