"""Invoices and credit notes in UBL: taken by the official rules as they are, refused once anything is broken."""

import copy
from collections.abc import Iterator
from decimal import Decimal

import pytest
from lxml import etree

from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.models import ExpectedPaymentMethod
from comptoir.invoicing.refusals import NotBooked
from tests.einvoice_rules import refused_by
from tests.einvoices import CASES, SELLERS, a_bill, a_buyer, a_seller
from tests.factories import a_company, a_draft, an_account

pytestmark = pytest.mark.django_db

NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
SUMS = [
    "/*/cac:LegalMonetaryTotal/cbc:LineExtensionAmount",
    "/*/cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount",
    "/*/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",
    "/*/cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount",
    "/*/cac:LegalMonetaryTotal/cbc:PayableAmount",
    "/*/cac:TaxTotal/cbc:TaxAmount",
    "/*/cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount",
    "/*/cac:AllowanceCharge/cbc:Amount",
    "/*/*/cbc:LineExtensionAmount",
]
"""Amounts that other amounts must equal to the cent. (The rules leave two cents to price × quantity, and one unit of the
currency to VAT and its base.)"""
NEEDED = [
    "/*/cbc:CustomizationID",
    "/*/cbc:ProfileID",
    "/*/cbc:ID",
    "/*/cbc:IssueDate",
    "/*/cbc:InvoiceTypeCode | /*/cbc:CreditNoteTypeCode",
    "/*/cbc:DocumentCurrencyCode",
    "/*/cbc:BuyerReference | /*/cac:OrderReference",
    "/*/cac:BillingReference//cbc:ID",
    "/*/cac:AccountingSupplierParty//cbc:EndpointID",
    "/*/cac:AccountingSupplierParty//cbc:RegistrationName",
    "/*/cac:AccountingSupplierParty//cac:Country",
    "/*/cac:AccountingSupplierParty//cac:PostalAddress",
    "/*[not(cac:TaxTotal//cac:TaxCategory/cbc:ID = 'O')]/cac:AccountingSupplierParty//cac:PartyTaxScheme",
    "/*/cac:AccountingCustomerParty//cbc:EndpointID",
    "/*/cac:AccountingCustomerParty//cbc:RegistrationName",
    "/*/cac:AccountingCustomerParty//cac:Country",
    "/*[cac:TaxTotal//cac:TaxCategory/cbc:ID = 'K']/cac:Delivery/cbc:ActualDeliveryDate",
    "/*[cac:TaxTotal//cac:TaxCategory/cbc:ID = 'K']/cac:Delivery//cac:Country",
    "/*[cac:TaxTotal//cac:TaxCategory/cbc:ID = 'K']/cac:AccountingCustomerParty//cac:PartyTaxScheme",
    "/*/cac:PaymentMeans/cbc:PaymentMeansCode",
    "/*/cac:PaymentMeans/cac:PayeeFinancialAccount",
    "/*/cac:AdditionalDocumentReference/cbc:ID",
    "//cbc:EmbeddedDocumentBinaryObject/@mimeCode",
    "//cbc:EmbeddedDocumentBinaryObject/@filename",
    "/*/cac:TaxTotal",
    "//cac:TaxSubtotal",
    "//cac:TaxCategory/cbc:ID",
    "//cac:TaxCategory/cbc:Percent",
    "//cac:TaxCategory/cbc:TaxExemptionReason | //cac:TaxCategory/cbc:TaxExemptionReasonCode",
    "//cac:AllowanceCharge/cbc:AllowanceChargeReason",
    "//cac:AllowanceCharge/cbc:ChargeIndicator",
    "//cac:AllowanceCharge/cbc:BaseAmount",
    "/*/cac:LegalMonetaryTotal/cbc:PayableAmount",
    "/*/cac:InvoiceLine/cbc:ID | /*/cac:CreditNoteLine/cbc:ID",
    "//cbc:InvoicedQuantity | //cbc:CreditedQuantity",
    "//cbc:InvoicedQuantity/@unitCode | //cbc:CreditedQuantity/@unitCode",
    "//cac:Item/cbc:Name",
    "//cac:ClassifiedTaxCategory",
    "//cac:ClassifiedTaxCategory/cbc:Percent",
    "//cac:Price",
    "//@currencyID",
]
"""What receivers insist on, where it occurs."""


@pytest.mark.parametrize("case", CASES)
def test_the_official_rules_refuse_nothing(case: str) -> None:
    document = CASES[case](a_seller())
    assert refused_by(ubl(document, pdf=b"%PDF-1.7", name="invoice.pdf")) == set()


@pytest.mark.parametrize("case", CASES)
def test_any_total_wrong_by_one_cent_is_refused(case: str) -> None:
    root = etree.fromstring(ubl(CASES[case](a_seller()), pdf=b"%PDF-1.7"))
    assert [path for path, broken in _one_cent_off(root) if not refused_by(broken)] == []


@pytest.mark.parametrize("case", CASES)
def test_any_missing_field_is_refused(case: str) -> None:
    root = etree.fromstring(ubl(CASES[case](a_seller()), pdf=b"%PDF-1.7"))
    assert [path for path, broken in _one_missing(root) if not refused_by(broken)] == []


@pytest.mark.parametrize("country", SELLERS)
@pytest.mark.parametrize("case", ["standard rate", "outside the scope", "intra-Community", "credited in part"])
def test_sellers_of_every_country_that_comptoir_knows_are_understood(case: str, country: str) -> None:
    assert refused_by(ubl(CASES[case](a_seller(country)))) == set()


@pytest.mark.parametrize("method", ["", *ExpectedPaymentMethod.values])
def test_every_way_to_pay_is_understood(method: str) -> None:
    assert refused_by(ubl(a_bill(a_seller(), expected_payment_method=method))) == set()


@pytest.mark.parametrize("case", CASES)
def test_it_says_what_the_document_says_to_the_cent(case: str) -> None:
    document = CASES[case](a_seller())
    root = etree.fromstring(ubl(document))
    totals, taxes = "/*/cac:LegalMonetaryTotal/cbc:", "/*/cac:TaxTotal/cac:TaxSubtotal/cbc:"
    assert _amounts(root, totals + "TaxExclusiveAmount") == [document.tax_exclusive]
    assert _amounts(root, totals + "TaxInclusiveAmount") == [document.tax_inclusive]
    assert _amounts(root, totals + "PayableAmount") == [document.tax_inclusive]
    assert _amounts(root, "/*/cac:TaxTotal/cbc:TaxAmount") == [document.tax_inclusive - document.tax_exclusive]
    assert _amounts(root, taxes + "TaxableAmount") == [Decimal(tax["taxable"]) for tax in document.taxes]
    assert _amounts(root, taxes + "TaxAmount") == [Decimal(tax["tax"]) for tax in document.taxes]
    assert _amounts(root, "/*/*/cbc:LineExtensionAmount")[1:] == [line.tax_exclusive for line in document.lines.all()]


def test_what_the_document_keeps_counts_and_not_what_is_known_since() -> None:
    seller = a_seller()
    buyer = a_buyer(seller)
    invoice = a_bill(seller, buyer=buyer)
    before = ubl(invoice)
    type(buyer).objects.filter(pk=buyer.pk).update(name="Other SRL", vat_number="")
    type(seller).objects.filter(pk=seller.pk).update(name="Other SA", iban="")
    invoice = type(invoice).objects.get(pk=invoice.pk)
    assert ubl(invoice) == before


def test_a_draft_is_no_electronic_invoice() -> None:
    with pytest.raises(NotBooked):
        ubl(a_draft(a_company(an_account())))


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
            if isinstance(each, etree._Element):
                each.getparent().remove(each)
            else:
                del each.getparent().attrib[each.attrname]
        if found:
            yield path, etree.tostring(broken)


def _amounts(root: etree._Element, path: str) -> list[Decimal]:
    return [Decimal(each.text) for each in root.xpath(path, namespaces=NAMES)]
