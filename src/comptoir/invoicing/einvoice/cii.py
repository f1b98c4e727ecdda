"""Invoices and credit notes in CII, profile EN 16931 of Factur-X and ZUGFeRD."""

from collections.abc import Iterator

from comptoir.invoicing.einvoice import cii_parties
from comptoir.invoicing.einvoice.bill import Bill, BilledLine, Means, Tax
from comptoir.invoicing.einvoice.billing import bill_of
from comptoir.invoicing.einvoice.cii_words import PREFIXES, QDT, RAM, RSM, adjustment, day, money, tax
from comptoir.invoicing.einvoice.writing import amount, number, percent
from comptoir.invoicing.einvoice.xml import Element, document
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.refusals import NotBooked

GUIDELINE = "urn:cen.eu:en16931:2017"


def cii(of: Invoice | CreditNote) -> bytes:
    """What a booked document says, to the cent, in CII. Refuses a draft (NotBooked)."""
    if isinstance(of, Invoice) and of.is_draft:
        raise NotBooked
    bill = bill_of(of)
    context = RAM("GuidelineSpecifiedDocumentContextParameter", RAM("ID", GUIDELINE))
    parts = [
        RSM("ExchangedDocumentContext", context),
        _head(bill),
        RSM(
            "SupplyChainTradeTransaction",
            *(_line(line, bill.currency) for line in bill.lines),
            _agreement(bill),
            cii_parties.delivery(bill),
            RAM("ApplicableHeaderTradeSettlement", *_settlement(bill)),
        ),
    ]
    return document("CrossIndustryInvoice", RSM.namespace, parts, prefixes=PREFIXES)


def _head(bill: Bill) -> Element | None:
    return RSM(
        "ExchangedDocument",
        RAM("ID", bill.number),
        RAM("TypeCode", "381" if bill.is_credit_note else "380"),
        day("IssueDateTime", bill.issued_on),
        RAM("IncludedNote", RAM("Content", bill.note)),
    )


def _line(line: BilledLine, currency: str) -> Element | None:
    net = money("LineTotalAmount", line.amount, currency)
    return RAM(
        "IncludedSupplyChainTradeLineItem",
        RAM(
            "AssociatedDocumentLineDocument",
            RAM("LineID", str(line.number)),
            RAM("IncludedNote", RAM("Content", line.note)),
        ),
        RAM("SpecifiedTradeProduct", RAM("Name", line.name), RAM("Description", line.description)),
        RAM(
            "SpecifiedLineTradeAgreement",
            RAM("NetPriceProductTradePrice", RAM("ChargeAmount", number(line.price))),
        ),
        RAM("SpecifiedLineTradeDelivery", RAM("BilledQuantity", number(line.quantity), unitCode=line.unit)),
        RAM(
            "SpecifiedLineTradeSettlement",
            tax("ApplicableTradeTax", line.category, line.rate),
            *(adjustment(each, currency) for each in line.adjustments),
            RAM("SpecifiedTradeSettlementLineMonetarySummation", net),
        ),
    )


def _agreement(bill: Bill) -> Element | None:
    return RAM(
        "ApplicableHeaderTradeAgreement",
        RAM("BuyerReference", bill.buyer_reference),
        cii_parties.party("SellerTradeParty", bill.seller),
        cii_parties.party("BuyerTradeParty", bill.buyer),
        RAM("BuyerOrderReferencedDocument", RAM("IssuerAssignedID", bill.order_number)),
    )


def _settlement(bill: Bill) -> Iterator[Element | None]:
    yield RAM("PaymentReference", bill.means.reference if bill.means else None)
    yield RAM("InvoiceCurrencyCode", bill.currency)
    yield _means(bill.means, bill.seller.name)
    yield from (_tax(each, bill.currency) for each in bill.taxes)
    yield from (adjustment(each, bill.currency) for each in bill.allowances)
    yield RAM("SpecifiedTradePaymentTerms", RAM("Description", bill.terms), day("DueDateDateTime", bill.due_on))
    yield _totals(bill)
    if bill.preceding:
        issued_on = day("FormattedIssueDateTime", bill.preceding.issued_on, words=QDT)
        yield RAM("InvoiceReferencedDocument", RAM("IssuerAssignedID", bill.preceding.number), issued_on)


def _means(means: Means | None, payee: str) -> Element | None:
    if means is None:
        return None
    account = RAM("PayeePartyCreditorFinancialAccount", RAM("IBANID", means.iban), RAM("AccountName", payee))
    bank = RAM("PayeeSpecifiedCreditorFinancialInstitution", RAM("BICID", means.bic))
    return RAM(
        "SpecifiedTradeSettlementPaymentMeans",
        RAM("TypeCode", means.code),
        RAM("Information", means.words),
        account if means.iban else None,
        bank if means.iban else None,
    )


def _tax(of: Tax, currency: str) -> Element | None:
    return RAM(
        "ApplicableTradeTax",
        money("CalculatedAmount", of.tax, currency),
        RAM("TypeCode", "VAT"),
        RAM("ExemptionReason", of.mention),
        money("BasisAmount", of.taxable, currency),
        RAM("CategoryCode", of.category),
        RAM("ExemptionReasonCode", of.code),
        None if of.category == "O" else RAM("RateApplicablePercent", percent(of.rate)),
    )


def _totals(bill: Bill) -> Element | None:
    sums, currency = bill.sums, bill.currency
    return RAM(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        money("LineTotalAmount", sums.lines, currency),
        money("AllowanceTotalAmount", sums.discounted, currency) if bill.allowances else None,
        money("TaxBasisTotalAmount", sums.tax_exclusive, currency),
        RAM("TaxTotalAmount", amount(sums.tax, currency), currencyID=currency),
        money("GrandTotalAmount", sums.tax_inclusive, currency),
        money("DuePayableAmount", sums.tax_inclusive, currency),
    )
