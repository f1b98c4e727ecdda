"""The quotation as a document: what stands in it, and that nothing typed becomes code."""

import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.quotations import document
from comptoir.quotations.answering import accept
from comptoir.quotations.models import Quotation
from tests.factories import NOW, TODAY, a_company, a_deal, an_account, the_department, the_vat
from tests.pdf import text_of
from tests.quotations.offering import a_line, created

pytestmark = pytest.mark.django_db


def a_rich_quotation(language: str = "en", **facts: Any) -> Quotation:
    account = an_account()
    department = the_department(account)
    department.line_1, department.postal_code, department.city = "Rue des Ateliers 12", "1000", "Brussels"
    department.vat_number, department.iban, department.bic = "BE0417497106", "BE68539007547034", "BBRUBEBB"
    department.save()
    company = a_company(account, language=language, vat_number="BE0403170701")
    lines = [
        a_line(account, "4200", "Terrace of oak", section="Terrace", extended_description="Planed boards.\nScrews."),
        a_line(account, "389.5", "Heating post", section="Terrace", quantity=Decimal(4), discount=Decimal(10)),
        a_line(account, "35.255", "Plants", quantity=Decimal("12.5"), tax_rate=the_vat(account, "0.06")),
        a_line(account, "49.99", "Maintenance", unit="month", period=3),
        a_line(account, "250", "Parasols", is_optional=True),
    ]
    facts = {"lines": lines, "text": "Thank you for your interest.", "for_attention_of_name": "Anne Dubois"} | facts
    return created(a_deal(company, purchase_order_number="PO-4471"), **facts)


def pages_of(quotation: Quotation) -> list[str]:
    """The text of each page, spaces made plain."""
    return [re.sub(r"\s+", " ", text) for text in text_of(document.pdf(quotation))]


def test_everything_that_was_agreed_stands_in_it() -> None:
    quotation = a_rich_quotation()
    whole = " ".join(pages_of(quotation))
    for said in (
        "Atelier Nord",
        "Rue des Ateliers 12",
        "VAT number: BE0417497106",
        "Brasserie du Midi SRL",
        "For the attention of Anne Dubois",
        "Rue Haute 1",
        "BE0403170701",
        "PO-4471",
        "Quotation 2026/1",
        "24 November 2026",
        "24 December 2026",
        "Terrace with heating",
        "Thank you for your interest.",
        "Terrace of oak",
        "Planed boards.",
        "€389.50 10% 21% €1,402.20",
        "12.5 €35.255 6% €440.69",
        "Charged every 3 months",
        "Optional",
        "VAT 21% on €5,602.20 €1,176.46",
        "VAT 6% on €440.69 €26.44",
        "€7,245.79",
        "VAT 21% on €49.99 €10.50",
        "€60.49",
        "Optional lines are not included in the totals.",
        "IBAN BE68 5390 0754 7034",
        "BIC BBRUBEBB",
    ):
        assert said in whole, said


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [
        ("en", "€7,245.79", "24 November 2026"),
        ("fr", "7 245,79 €", "24 novembre 2026"),
        ("nl", "€ 7.245,79", "24 november 2026"),
        ("de", "7.245,79 €", "24. November 2026"),
    ],
)
def test_it_speaks_the_quotations_language(language: str, amount: str, day: str) -> None:
    whole = " ".join(pages_of(a_rich_quotation(language)))
    assert amount in whole
    assert day in whole
    assert "%(" not in whole
    assert "{page" not in whole


def test_screen_readers_are_told_its_title_language_and_order() -> None:
    with pikepdf.open(io.BytesIO(document.pdf(a_rich_quotation("nl")))) as file:
        assert str(file.Root.Lang) == "nl"
        assert bool(file.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in file.Root
        assert "2026/1" in str(file.docinfo["/Title"])
        assert str(file.docinfo["/Author"]) == "Atelier Nord"
        fonts = {str(font.BaseFont) for page in file.pages for font in page.Resources.Font.values()}
    assert all("Inter" in font for font in fonts)


def test_a_long_one_repeats_the_head_of_its_table_and_numbers_its_pages() -> None:
    account = an_account()
    lines = [a_line(account, str(number), f"Position {number}") for number in range(1, 81)]
    pages = pages_of(created(a_deal(a_company(account)), lines=lines))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of 3" in page
        assert "Unit price" in page
    assert [page.count("Quotation 2026/1") for page in pages] == [1, 1, 1]


@pytest.mark.parametrize(
    "typed",
    [
        '#import "@preview/evil:1.0.0": *',
        '"#panic("x")"',
        "\\ \\u{41} \\#",
        "= Heading *bold* _it_ `raw` $x^2$",
        "<label> @ref // comment /* more */",
        "[ ( { #let x = 1 } ) ]",
        'it\'s "quoted" -- --- ...',
        "</Text>&amp;%(name)s {page}",
    ],
)
def test_what_people_type_comes_out_as_typed(typed: str) -> None:
    account = an_account()
    company = a_company(account, f"A {typed}")
    quotation = created(
        a_deal(company),
        name=f"B {typed}",
        text=f"C {typed}",
        for_attention_of_name=f"D {typed}",
        lines=[a_line(account, "1", f"E {typed}", section=f"F {typed}", extended_description=f"G {typed}")],
    )
    # Without spaces: wherever a line may be divided, it may.
    whole = "".join(pages_of(quotation)).replace(" ", "")
    for letter in "ABCDEFG":
        assert f"{letter}{typed}".replace(" ", "") in whole


def test_nothing_typed_keeps_it_from_being_made() -> None:
    account = an_account()
    line = a_line(account, "1", "株式会社 😀 \u202e\u0000x" + "Ω" * 400, extended_description="x" * 20_000)
    quotation = created(a_deal(a_company(account, "東京")), lines=[a_line(account)], text="\r\n\r\n\n \n")
    quotation.lines.update(description=line.description.replace("\0", "\x01"))
    quotation.lines.update(extended_description=line.extended_description)
    assert document.pdf(quotation).startswith(b"%PDF-")


def test_an_accepted_one_says_by_whom_and_what_was_chosen() -> None:
    quotation = a_rich_quotation()
    accepted = accept(quotation, name="Luc Martin", at=NOW, chosen=[quotation.lines.get(is_optional=True).pk])
    whole = " ".join(pages_of(accepted))
    assert "Accepted on 24 November 2026 by Luc Martin." in whole
    assert "Optional, chosen" in whole
    assert "For agreement" not in whole
    assert "VAT 21% on €5,852.20" in whole


def test_what_is_charged_only_each_cycle_has_no_total_of_nothing() -> None:
    account = an_account()
    lines = [a_line(account, "20", unit="month", period=1)]
    whole = " ".join(pages_of(created(a_deal(a_company(account)), lines=lines)))
    assert "Once" not in whole
    assert "€24.20" in whole


def test_without_an_end_it_names_none() -> None:
    whole = " ".join(pages_of(a_rich_quotation(expires_after=None)))
    assert "Valid until" not in whole


def test_the_file_is_named_in_the_quotations_language() -> None:
    quotation = a_rich_quotation(quotation_date=TODAY, expires_after=TODAY + dt.timedelta(days=1))
    assert document.file_name(quotation) == "Quotation 2026-1.pdf"


def test_more_lines_take_no_more_queries() -> None:
    account = an_account()
    counts = []
    for number in (1, 9):
        made = created(a_deal(a_company(account)), lines=[a_line(account)] * number)
        made = Quotation.objects.get(pk=made.pk)
        with CaptureQueriesContext(connection) as queries:
            document.data_of(made)
        counts.append(len(queries))
    assert counts[0] == counts[1]
