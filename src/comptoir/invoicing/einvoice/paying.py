"""How an electronic invoice says that it is to be paid (BG-16, code list UNTDID 4461)."""

from django.utils.translation import gettext as _

from comptoir.core.locales import long_day
from comptoir.invoicing.einvoice.bill import Means
from comptoir.invoicing.models import CreditNote, ExpectedPaymentMethod, Invoice
from comptoir.invoicing.parties import Party

_CODES = {
    ExpectedPaymentMethod.CREDIT_CARD: "54",
    ExpectedPaymentMethod.PAYMENT_CARD: "48",
    ExpectedPaymentMethod.CASH: "10",
    ExpectedPaymentMethod.CHEQUE: "20",
    ExpectedPaymentMethod.BANKERS_DRAFT: "21",
}
_AGREED = "57"
"""By a standing agreement: direct debits, whose own code (59) asks for a mandate's reference, which is kept at the bank."""


def means_of(document: Invoice | CreditNote, seller: Party) -> Means | None:
    """By transfer unless the invoice says otherwise. A credit note asks for nothing; Dutch rules want a way all the same."""
    if isinstance(document, CreditNote):
        return Means(_AGREED) if seller.country == "NL" else None
    method = document.expected_payment_method or ExpectedPaymentMethod.BANK_TRANSFER
    if method == ExpectedPaymentMethod.BANK_TRANSFER:
        code = "58" if document.currency == "EUR" else "30"
        return Means(code, reference=document.payment_reference, iban=seller.iban, bic=seller.bic)
    code = _CODES.get(ExpectedPaymentMethod(method), _AGREED)
    if seller.country == "NL" and code == "54":
        code = "48"  # there, one code for all cards
    words = str(ExpectedPaymentMethod(method).label) if code == _AGREED else ""
    return Means(code, words=words, reference=document.payment_reference)


def terms_of(document: Invoice | CreditNote, *, language: str) -> str:
    """Until when it is to be paid, or what becomes of what is credited (BT-20)."""
    if isinstance(document, CreditNote):
        return _("This amount is taken off invoice %(number)s.") % {"number": document.invoice.invoice_number}
    return _("Payable by %(day)s.") % {"day": long_day(document.due_on, language)} if document.due_on else ""
