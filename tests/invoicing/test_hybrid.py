"""Factur-X and ZUGFeRD: the same invoice in CII, inside a PDF/A-3."""

import copy
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import facturx
import fontpkg_inter
import pikepdf
import pytest
import typst
from lxml import etree

from comptoir.invoicing.einvoice.cii import cii
from comptoir.invoicing.einvoice.hybrid import hybrid, is_usual
from comptoir.invoicing.refusals import NotBooked
from tests.einvoice_rules import refused_as_facturx
from tests.einvoices import CASES, SELLERS, a_bill, a_seller
from tests.factories import a_company, a_draft, an_account

pytestmark = pytest.mark.django_db

NAMES = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}
SUMMATION = "//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
SUMS = [
    *(SUMMATION + name for name in ("LineTotalAmount", "AllowanceTotalAmount", "TaxBasisTotalAmount")),
    *(SUMMATION + name for name in ("TaxTotalAmount", "GrandTotalAmount", "DuePayableAmount")),
    "//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:CalculatedAmount",
    "//ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge/ram:ActualAmount",
    "//ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
]
NEEDED = [
    "//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
    "//ram:TypeCode",
    "//ram:IssueDateTime",
    "//ram:SellerTradeParty/ram:Name",
    "//ram:SellerTradeParty/ram:PostalTradeAddress/ram:CountryID",
    "//ram:BuyerTradeParty/ram:Name",
    "//ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CountryID",
    "//ram:InvoiceCurrencyCode",
    "//ram:SpecifiedTradeProduct/ram:Name",
    "//ram:BilledQuantity",
    "//ram:NetPriceProductTradePrice",
    "//ram:ApplicableTradeTax/ram:CategoryCode",
    "//ram:ExemptionReason | //ram:ExemptionReasonCode",
    "//ram:SpecifiedTradeAllowanceCharge/ram:Reason",
    SUMMATION + "GrandTotalAmount",
]


@pytest.mark.parametrize("case", CASES)
def test_the_official_rules_refuse_nothing(case: str) -> None:
    assert refused_as_facturx(cii(CASES[case](a_seller()))) == set()


@pytest.mark.parametrize("case", CASES)
def test_any_total_wrong_by_one_cent_is_refused(case: str) -> None:
    root = etree.fromstring(cii(CASES[case](a_seller())))
    assert [path for path, broken in _one_cent_off(root) if not refused_as_facturx(broken)] == []


@pytest.mark.parametrize("case", CASES)
def test_any_missing_field_is_refused(case: str) -> None:
    root = etree.fromstring(cii(CASES[case](a_seller())))
    assert [path for path, broken in _one_missing(root) if not refused_as_facturx(broken)] == []


@pytest.mark.parametrize("country", SELLERS)
@pytest.mark.parametrize("case", ["standard rate", "outside the scope", "intra-Community", "credited in part"])
def test_sellers_of_every_country_that_comptoir_knows_are_understood(case: str, country: str) -> None:
    assert refused_as_facturx(cii(CASES[case](a_seller(country)))) == set()


@pytest.mark.parametrize("case", ["standard rate", "credit note"])
def test_the_pdf_holds_the_invoice_and_stays_pdf_a_3(case: str) -> None:
    document = CASES[case](a_seller("FR"))
    made = hybrid(document, _pdf())
    name, inside = facturx.get_facturx_xml_from_pdf(made, check_xsd=True, check_schematron=False)
    assert (name, inside) == ("factur-x.xml", cii(document))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        said = pdf.open_metadata()
        (attached,) = pdf.Root.AF
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "B")
        assert said["{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}ConformanceLevel"] == "EN 16931"
        assert (attached.AFRelationship, attached.UF) == ("/Alternative", "factur-x.xml")


def test_a_draft_is_refused() -> None:
    with pytest.raises(NotBooked):
        hybrid(a_draft(a_company(an_account())), _pdf())


def test_french_and_german_departments_send_them() -> None:
    assert [country for country in SELLERS if is_usual(a_seller(country))] == ["FR", "DE"]
    assert a_bill(a_seller("DE")).department.country == "DE"


def _pdf() -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(fontpkg_inter.ROOT) / "files")],
    )
    text = b'#set document(date: datetime(year: 2026, month: 11, day: 24))\n#set text(font: "Inter")\nInvoice'
    made: bytes = typst.compile(text, font_paths=fonts, format="pdf", pdf_standards="a-3b")
    return made


def _one_cent_off(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    for path in SUMS:
        for at in range(len(root.xpath(path, namespaces=NAMES))):
            broken = copy.deepcopy(root)
            amount = broken.xpath(path, namespaces=NAMES)[at]
            amount.text = str(Decimal(amount.text) + Decimal("0.01"))
            yield path, etree.tostring(broken)


def _one_missing(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    for path in NEEDED:
        broken = copy.deepcopy(root)
        found = broken.xpath(path, namespaces=NAMES)
        for each in found:
            each.getparent().remove(each)
        if found:
            yield path, etree.tostring(broken)
