"""The invoice as a document: what stands in it, that it never changes, and how it is paid."""

import io
from decimal import Decimal

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Department
from comptoir.customers.models import Customer
from comptoir.invoicing import documents, epc
from comptoir.invoicing.documents import content
from comptoir.invoicing.historical import HistoricalInvoice, take_over
from comptoir.invoicing.models import Invoice, TaxRate
from comptoir.invoicing.payments import register
from tests.billing import a_business, a_full_draft, a_line, booked, pages_of, whole
from tests.factories import NOW, TODAY, a_company, a_contact, the_department

pytestmark = pytest.mark.django_db


def test_everything_that_is_billed_stands_in_it() -> None:
    account = a_business()
    said = whole(
        booked(
            a_full_draft(
                account,
                for_attention_of_name="Anne Dubois",
                purchase_order_number="PO-4471",
                delivery_date=TODAY.replace(day=20),
                note="Thank you.\n\nSee you soon.",
                discounts=[{"percentage": "5", "description": "Loyal customer"}],
            )
        )
    )
    for expected in (
        "Atelier Nord · Rue des Ateliers 12 · 1000 Brussels",
        "VAT number: BE0417497106",
        "office@nord.example",
        "nord.example",
        "Brasserie du Midi SRL",
        "For the attention of Anne Dubois Rue Haute 1 1000 Brussels",
        "Invoice 2026/1",
        "Invoice date 24 November 2026",
        "Delivery date 20 November 2026",
        "Due date 24 December 2026",
        "Payment reference +++260/0000/00170+++",
        "Your order PO-4471",
        "Your VAT number BE0403170701",
        "Terrace Terrace of oak",
        "Planed boards. Screws.",
        "4 pieces €389.50 10% 21% €1,402.20",
        "37.5 hours €58.1275 21% €2,179.78",
        "12.5 €35.255 6% €440.69",
        "1 −€120.00 21% −€120.00",
        "Sum of the lines €8,102.67",
        "Loyal customer, 5% −€405.13",
        "Total without VAT €7,697.54",
        "VAT 21% on €7,278.88 €1,528.56",
        "VAT 6% on €418.66 €25.12",
        "Total €9,251.22",
        "Please pay €9,251.22 by 24 December 2026.",
        "Account BE68 5390 0754 7034",
        "BIC BBRUBEBB",
        "In the name of Atelier Nord",
        "Thank you. See you soon.",
        "RPM Brussels",
        "Page 1 of 1",
    ):
        assert expected in said, expected


@pytest.mark.parametrize(
    ("language", "title", "amount", "day"),
    [
        ("en", "Invoice 2026/1", "€4,200.00", "24 November 2026"),
        ("fr", "Facture 2026/1", "4 200,00 €", "24 novembre 2026"),
        ("nl", "Factuur 2026/1", "€ 4.200,00", "24 november 2026"),
        ("de", "Rechnung 2026/1", "4.200,00 €", "24. November 2026"),
    ],
)
def test_it_speaks_the_customers_language(language: str, title: str, amount: str, day: str) -> None:
    account = a_business()
    said = whole(booked(a_full_draft(account, a_company(account, language=language))))
    assert title in said
    assert amount in said
    assert day in said
    assert "%(" not in said
    assert "{page" not in said


def test_booked_it_never_changes_whoever_moves() -> None:
    account = a_business()
    invoice = booked(a_full_draft(account))
    before = documents.pdf(invoice)
    Department.objects.update(name="Elsewhere", line_1="Rue Neuve 1", iban="BE00", document_footer="New", vat_number="")
    Customer.objects.update(name="Renamed", language="de", vat_number="")
    invoice = Invoice.objects.get(pk=invoice.pk)
    assert documents.pdf(invoice) == before
    assert documents.file_name(invoice) == "Invoice 2026-1.pdf"


def test_a_draft_says_so_and_cannot_be_paid() -> None:
    account = a_business()
    draft = a_full_draft(account)
    said = whole(draft)
    assert said.count("Draft") == 2
    assert "Please pay" not in said
    assert "2026/" not in said
    assert content.data_of(draft)[1] == {}
    assert documents.file_name(draft) == "Invoice.pdf"


def test_why_no_vat_is_charged_is_said_on_the_line_in_the_sums_and_in_law() -> None:
    account = a_business()
    department = the_department(account)
    reverse = TaxRate.objects.get_or_create(account=account, department=department, category="AE", rate=Decimal(0))[0]
    own = TaxRate.objects.create(
        account=account,
        department=department,
        category="E",
        rate=Decimal(0),
        description="Lessons",
        legal_mention="Article 44.",
    )
    lines = [a_line(account, "900", tax_rate=reverse), a_line(account, "50", tax_rate=own)]
    invoice = a_full_draft(account, None, *lines)
    for document in (invoice, booked(invoice)):
        said = whole(document)
        assert "Reverse charge €900.00" in said
        assert "Reverse charge: no VAT on €900.00 €0.00" in said
        assert "Reverse charge: VAT to be accounted for by the customer." in said
        assert "Article 44." in said


def test_it_is_kept_for_ever_and_read_aloud() -> None:
    account = a_business()
    with pikepdf.open(io.BytesIO(documents.pdf(booked(a_full_draft(account))))) as file:
        with file.open_metadata() as about:
            assert about.pdfa_status == "3B"
        assert str(file.Root.Lang) == "en"
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.docinfo["/Title"]) == "Invoice 2026/1"
        assert str(file.docinfo["/Author"]) == "Atelier Nord"


# --- How it is paid -----------------------------------------------------------------------------------


def test_the_code_says_what_is_to_be_paid() -> None:
    account = a_business()
    invoice = booked(a_full_draft(account))
    expected = "BCD\n002\n1\nSCT\nBBRUBEBB\nAtelier Nord\nBE68539007547034\nEUR9738.13\n\n\n+++260/0000/00170+++"
    assert content.data_of(invoice)[1] == {"qr": epc.picture(expected)}


def test_outside_belgium_the_reference_is_a_creditor_reference_in_fours() -> None:
    account = a_business(country="NL")
    invoice = booked(a_full_draft(account, None, a_line(account)))
    assert invoice.payment_reference.startswith("RF")
    assert f"RF{invoice.payment_reference[2:4]} 2026 0000 01" in whole(invoice)
    text = epc.epc_text(
        name="Atelier Nord",
        iban="BE68539007547034",
        bic="BBRUBEBB",
        amount=Decimal(121),
        currency="EUR",
        reference=invoice.payment_reference,
    )
    assert content.data_of(invoice)[1] == {"qr": epc.picture(text or "")}


def test_of_what_was_paid_the_rest_is_asked_for() -> None:
    account = a_business()
    invoice = booked(a_full_draft(account, None, a_line(account)))
    register(invoice, amount=Decimal(21), paid_on=TODAY, by=None, at=NOW)
    invoice.refresh_from_db()
    said = whole(invoice)
    assert "Total €121.00 Paid −€21.00 To pay €100.00" in said
    assert "Please pay €100.00 by 24 December 2026." in said


def test_paid_in_full_nothing_is_asked_for() -> None:
    account = a_business()
    invoice = booked(a_full_draft(account, None, a_line(account)))
    register(invoice, amount=Decimal(121), paid_on=TODAY, by=None, at=NOW)
    invoice.refresh_from_db()
    assert "Paid −€121.00 To pay €0.00" in whole(invoice)
    assert "Nothing is left to pay. Thank you." in whole(invoice)
    assert content.data_of(invoice)[1] == {}


def test_what_is_collected_is_not_asked_for() -> None:
    account = a_business()
    draft = a_full_draft(account, None, a_line(account), expected_payment_method="sepa_direct_debit")
    invoice = booked(draft)
    said = whole(invoice)
    assert "€121.00 will be collected from your account by SEPA direct debit on 24 December 2026." in said
    assert "Account" not in said
    assert content.data_of(invoice)[1] == {}


def test_without_an_account_the_reference_still_stands() -> None:
    account = a_business(iban="", bic="")
    invoice = booked(a_full_draft(account, None, a_line(account)))
    assert "Payment reference +++260/0000/00170+++" in whole(invoice)
    assert "IBAN" not in whole(invoice)
    assert content.data_of(invoice)[1] == {}


def test_another_currency_has_no_code_and_its_own_decimals() -> None:
    account = a_business()
    invoice = booked(a_full_draft(account, None, a_line(account, "123456"), currency="JPY"))
    assert "Total JP¥149,382" in whole(invoice)
    assert content.data_of(invoice)[1] == {}


# --- However much there is ----------------------------------------------------------------------------


def test_two_hundred_lines_repeat_their_head_and_the_sums_stay_with_the_last() -> None:
    account = a_business()
    lines = [a_line(account, str(number), f"Position {number}.") for number in range(1, 201)]
    pages = pages_of(booked(a_full_draft(account, None, *lines)))
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Unit price" in page
    assert "Position 200." in pages[-1]
    assert "Total without VAT" in pages[-1]


@pytest.mark.parametrize("count", range(14, 24))
def test_the_sums_never_stand_alone(count: int) -> None:
    account = a_business()
    pages = pages_of(booked(a_full_draft(account, None, *[a_line(account, "1", "Position.")] * count)))
    assert "Position." in pages[-1]
    assert "Total without VAT" in pages[-1]


def test_a_long_description_is_divided_between_pages() -> None:
    account = a_business()
    line = a_line(account, extended_description="Word, another. " * 260)
    pages = pages_of(booked(a_full_draft(account, None, line)))
    assert len(pages) > 1
    assert sum(page.count("another.") for page in pages) == 260


def test_what_the_font_has_no_letter_for_is_a_box() -> None:
    account = a_business()
    invoice = booked(a_full_draft(account, a_contact(account, "Luc 中文"), a_line(account, "1", "Tea 茶\x07 ☃︎")))
    assert "Luc □□" in whole(invoice)
    assert "Tea □" in whole(invoice)


def test_names_without_an_address_and_without_end_fit() -> None:
    account = a_business()
    customer = a_company(account, "W" * 60 + " " + "Long " * 27, country="", email="")
    said = "".join(pages_of(booked(a_full_draft(account, customer, for_attention_of_name="A" * 200)))).replace(" ", "")
    assert said.replace("-", "").replace("\u00ad", "").count("W" * 60) == 1


def test_a_hostile_colour_is_no_colour() -> None:
    account = a_business(brand_color='"); #p')
    assert content.data_of(a_full_draft(account))[0]["color"] == "#1f4e79"


def test_more_lines_take_no_more_queries() -> None:
    account = a_business()
    counts = []
    for number in (1, 9):
        made = booked(a_full_draft(account, None, *[a_line(account)] * number))
        invoice = Invoice.objects.select_related("customer", "department").get(pk=made.pk)
        with CaptureQueriesContext(connection) as queries:
            documents.pdf(invoice)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_that_was_booked_elsewhere_says_no_more_than_is_known() -> None:
    account = a_business()
    old = HistoricalInvoice(a_company(account), "A-7", TODAY, TODAY, Decimal(121), "EUR")
    (taken_over,) = take_over([old], department=the_department(account), by=None, at=NOW)
    said = whole(Invoice.objects.get(pk=taken_over.pk))
    assert "Invoice A-7" in said
    assert "Unit price" not in said
    assert "Total without VAT" not in said
    assert "This is not the invoice itself" in said
    assert "Total €121.00" in said
    assert "Payment reference A-7" in said
