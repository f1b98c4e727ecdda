"""Invoices with everything on them, for the tests of documents."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer
from comptoir.invoicing import documents
from comptoir.invoicing.booking import book
from comptoir.invoicing.drafting import draft
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import CreditNote, Invoice
from tests.factories import NOW, TODAY, a_company, an_account, the_department, the_vat
from tests.pdf import text_of


def a_business(**facts: Any) -> Account:
    """An account whose department has everything that a letterhead may bear, but a logo."""
    account = an_account()
    department = the_department(account)
    facts = {
        "line_1": "Rue des Ateliers 12",
        "postal_code": "1000",
        "city": "Brussels",
        "vat_number": "BE0417497106",
        "iban": "BE68539007547034",
        "bic": "BBRUBEBB",
        "phone": "+32 2 555 01 23",
        "email": "office@nord.example",
        "website": "https://nord.example/",
        "document_footer": "RPM Brussels",
    } | facts
    for name, value in facts.items():
        setattr(department, name, value)
    department.save()
    return account


def a_line(account: Account, price: str = "100", description: str = "Work", **facts: Any) -> LineData:
    """A line at 21 % VAT unless said otherwise."""
    facts = {"tax_rate": the_vat(account)} | facts
    return LineData(description, Decimal(price), **facts)


def a_full_draft(account: Account, customer: Customer | None = None, *lines: LineData, **facts: Any) -> Invoice:
    """A draft for `customer`, of the usual lines unless some are given."""
    usual = [
        a_line(account, "4200", "Terrace of oak", section="Terrace", extended_description="Planed boards.\nScrews."),
        a_line(
            account,
            "389.5",
            "Post",
            section="Terrace",
            quantity=Decimal(4),
            discount=Decimal(10),
            unit_of_measure="H87",
        ),
        a_line(account, "58.1275", "Hands", section="Work", quantity=Decimal("37.5"), unit_of_measure="HUR"),
        a_line(account, "35.255", "Plants", quantity=Decimal("12.5"), tax_rate=the_vat(account, "0.06")),
        a_line(account, "-120", "Old posts taken back"),
    ]
    return draft(
        account=account,
        customer=customer or a_company(account, vat_number="BE0403170701"),
        department=the_department(account),
        lines=lines or usual,
        by=None,
        at=NOW,
        **facts,
    )


def booked(invoice: Invoice, *, on: dt.date = TODAY) -> Invoice:
    """The draft, booked on the day `on`."""
    return book(invoice, by=None, at=NOW, on=on)


def pages_of(document: Invoice | CreditNote | bytes) -> list[str]:
    """The text of each page, spaces made plain."""
    content = document if isinstance(document, bytes) else documents.pdf(document)
    return [re.sub(r"\s+", " ", text) for text in text_of(content)]


def whole(document: Invoice | CreditNote | bytes) -> str:
    """All that it says."""
    return " ".join(pages_of(document))
