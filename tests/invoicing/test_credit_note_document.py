"""The credit note as a document."""

import pytest

from comptoir.invoicing import documents
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.documents import content
from comptoir.invoicing.models import CreditNote
from tests.billing import a_business, a_full_draft, booked, pages_of, whole
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def a_credit_note() -> CreditNote:
    account = a_business()
    invoice = booked(a_full_draft(account, discounts=[{"percentage": "5", "description": ""}]))
    return credit(invoice, by=None, at=NOW, on=TODAY)


def test_it_names_its_invoice_and_takes_back_what_that_billed() -> None:
    said = whole(a_credit_note())
    for expected in (
        "Credit note CN2026/1",
        "Corrects invoice 2026/1",
        "Invoice date 24 November 2026",
        "Your VAT number BE0403170701",
        "4 pieces €389.50 10% 21% €1,402.20",
        "Discount of 5% −€405.13",
        "Total €9,251.22",
        "Page 1 of 1",
    ):
        assert expected in said, expected


def test_nobody_is_asked_to_pay_it() -> None:
    note = a_credit_note()
    assert "Please pay" not in whole(note)
    assert "Due date" not in whole(note)
    assert content.data_of(note)[1] == {}


def test_the_invoice_says_that_it_was_credited() -> None:
    invoice = a_credit_note().invoice
    invoice.refresh_from_db()
    assert "Credited −€9,251.22 To pay €0.00" in whole(invoice)


def test_its_file_is_named_after_it() -> None:
    note = a_credit_note()
    assert documents.file_name(note) == "Credit note CN2026-1.pdf"
    assert documents.file_name(note, "xml") == "Credit note CN2026-1.xml"
    assert len(pages_of(note)) == 1
