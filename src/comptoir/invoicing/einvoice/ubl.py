"""Invoices and credit notes in UBL 2.1, as Peppol BIS Billing 3.0 wants them."""

import base64
from collections.abc import Iterable, Iterator

from comptoir.invoicing.einvoice import ubl_lines, ubl_parties
from comptoir.invoicing.einvoice.bill import Bill, Means, Preceding, Tax
from comptoir.invoicing.einvoice.billing import bill_of
from comptoir.invoicing.einvoice.ubl_words import CAC, CBC, VAT, adjustment, money
from comptoir.invoicing.einvoice.writing import percent
from comptoir.invoicing.einvoice.xml import Element, document
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.refusals import NotBooked

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:{name}-2"


def ubl(of: Invoice | CreditNote, *, pdf: bytes | None = None, name: str = "") -> bytes:
    """The electronic invoice of a booked document, with its PDF inside under the file name `name` if one is given.

    Says what the document says, to the cent. Whether receivers take it is asked of `checking.faults` before. Refuses a
    draft (NotBooked).
    """
    if isinstance(of, Invoice) and of.is_draft:
        raise NotBooked
    bill = bill_of(of)
    root = "CreditNote" if bill.is_credit_note else "Invoice"
    namespace = NAMESPACE.format(name=root)
    prefixes = {None: namespace, "cac": CAC.namespace, "cbc": CBC.namespace}
    return document(root, namespace, list(_document(bill, pdf, name)), prefixes=prefixes)


def _document(bill: Bill, pdf: bytes | None, name: str) -> Iterator[Element | None]:
    """Everything, in the order of the schema."""
    yield from _head(bill)
    yield CAC("OrderReference", CBC("ID", bill.order_number))
    yield _preceding(bill.preceding)
    yield _attachment(bill, pdf, name)
    yield CAC("AccountingSupplierParty", ubl_parties.party(bill.seller))
    yield CAC("AccountingCustomerParty", ubl_parties.party(bill.buyer))
    yield ubl_parties.delivery(bill)
    yield _means(bill.means, bill.seller.name)
    yield CAC("PaymentTerms", CBC("Note", bill.terms))
    yield from (adjustment(each, bill.currency) for each in bill.allowances)
    yield _taxes(bill)
    yield _totals(bill)
    yield from (ubl_lines.line(each, bill) for each in bill.lines)


def _head(bill: Bill) -> Iterator[Element | None]:
    kind = "CreditNote" if bill.is_credit_note else "Invoice"
    yield CBC("CustomizationID", CUSTOMIZATION)
    yield CBC("ProfileID", PROFILE)
    yield CBC("ID", bill.number)
    yield CBC("IssueDate", bill.issued_on and bill.issued_on.isoformat())
    yield CBC("DueDate", bill.due_on and bill.due_on.isoformat())
    yield CBC(f"{kind}TypeCode", "381" if bill.is_credit_note else "380")
    yield CBC("Note", bill.note)
    yield CBC("DocumentCurrencyCode", bill.currency)
    yield CBC("BuyerReference", bill.buyer_reference)


def _preceding(preceding: Preceding | None) -> Element | None:
    if preceding is None:
        return None
    issued_on = preceding.issued_on and preceding.issued_on.isoformat()
    reference = CAC("InvoiceDocumentReference", CBC("ID", preceding.number), CBC("IssueDate", issued_on))
    return CAC("BillingReference", reference)


def _attachment(bill: Bill, pdf: bytes | None, name: str) -> Element | None:
    if pdf is None:
        return None
    text = base64.b64encode(pdf).decode()
    file = CBC(
        "EmbeddedDocumentBinaryObject",
        text,
        mimeCode="application/pdf",
        filename=name or f"{bill.number.replace('/', '-')}.pdf",
    )
    return CAC("AdditionalDocumentReference", CBC("ID", bill.number), CAC("Attachment", file))


def _means(means: Means | None, payee: str) -> Element | None:
    if means is None:
        return None
    branch = CAC("FinancialInstitutionBranch", CBC("ID", means.bic))
    account = CAC("PayeeFinancialAccount", CBC("ID", means.iban), CBC("Name", payee), branch) if means.iban else None
    code = CBC("PaymentMeansCode", means.code, name=means.words)
    return CAC("PaymentMeans", code, CBC("PaymentID", means.reference), account)


def _taxes(bill: Bill) -> Element | None:
    return CAC("TaxTotal", money("TaxAmount", bill.sums.tax, bill.currency), *_subtotals(bill.taxes, bill.currency))


def _subtotals(taxes: Iterable[Tax], currency: str) -> Iterator[Element | None]:
    for tax in taxes:
        yield CAC(
            "TaxSubtotal",
            money("TaxableAmount", tax.taxable, currency),
            money("TaxAmount", tax.tax, currency),
            CAC(
                "TaxCategory",
                CBC("ID", tax.category),
                None if tax.category == "O" else CBC("Percent", percent(tax.rate)),
                CBC("TaxExemptionReasonCode", tax.code),
                CBC("TaxExemptionReason", tax.mention),
                VAT(),
            ),
        )


def _totals(bill: Bill) -> Element | None:
    sums, currency = bill.sums, bill.currency
    return CAC(
        "LegalMonetaryTotal",
        money("LineExtensionAmount", sums.lines, currency),
        money("TaxExclusiveAmount", sums.tax_exclusive, currency),
        money("TaxInclusiveAmount", sums.tax_inclusive, currency),
        money("AllowanceTotalAmount", sums.discounted, currency) if bill.allowances else None,
        money("PayableAmount", sums.tax_inclusive, currency),
    )
