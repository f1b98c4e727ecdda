"""How an invoice is paid: the account, the reference and the code for the bank's app, or who collects it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from comptoir.core.formats import Formats
from comptoir.core.text import in_fours
from comptoir.invoicing import epc
from comptoir.invoicing.documents.letterhead import Assets
from comptoir.invoicing.models import ExpectedPaymentMethod as Method
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.parties import Party

Paying = dict[str, Any]
TRANSFERRED = ("", Method.BANK_TRANSFER)


def how_to_pay(invoice: Invoice, seller: Party, formats: Formats) -> tuple[Paying | None, Assets]:
    """What stands beside the sums, nothing on a draft; and the picture of the code where there is one."""
    if invoice.is_draft:
        return None, {}
    if invoice.due <= 0:
        return _only(_settled_sentence(invoice)), {}
    if invoice.expected_payment_method not in TRANSFERRED:
        return _only(_other_sentence(invoice, formats)), {}
    return transfer(invoice, seller, formats, amount=invoice.due, by=invoice.due_on)


def transfer(
    invoice: Invoice, seller: Party, formats: Formats, *, amount: Decimal, by: dt.date | None
) -> tuple[Paying, Assets]:
    """A bank transfer of `amount`, now when no day is given."""
    facts = {"amount": formats.money(amount), "day": formats.day(by) if by else ""}
    reference = invoice.payment_reference or invoice.invoice_number
    rows = [
        # An account may be long: it may be divided between its fours.
        (_("Account"), in_fours(seller.iban).replace("\u00a0", " ")),
        (_("BIC"), seller.bic if seller.iban else ""),
        (_("In the name of"), seller.name if seller.iban else ""),
        (_("Payment reference"), readable(reference)),
    ]
    text = epc.epc_text(
        name=seller.name,
        iban=seller.iban,
        bic=seller.bic,
        amount=amount,
        currency=invoice.currency,
        reference=reference,
    )
    return {
        "sentence": (_("Please pay %(amount)s by %(day)s.") if by else _("Please pay %(amount)s now.")) % facts,
        "rows": [list(row) for row in rows if row[1]],
        "scan": _("Scan to pay with your bank’s app"),
        "alternative": _("Code for your bank’s app, which says the same as the text beside it"),
    }, ({"qr": epc.picture(text)} if text else {})


def readable(reference: str) -> str:
    """A payment reference as people read it: a creditor reference in fours."""
    return in_fours(reference) if reference.startswith("RF") else reference


def _only(sentence: str) -> Paying:
    return {"sentence": sentence, "rows": []}


def _settled_sentence(invoice: Invoice) -> str:
    return _("Nothing is left to pay. Thank you.") if invoice.tax_inclusive else _("There is nothing to pay.")


def _other_sentence(invoice: Invoice, formats: Formats) -> str:
    facts = {"amount": formats.money(invoice.due), "day": formats.day(invoice.due_on) if invoice.due_on else ""}
    return {
        Method.SEPA_DIRECT_DEBIT: _(
            "You need not do anything: %(amount)s will be collected from your account by SEPA direct debit on %(day)s."
        ),
        Method.DIRECT_DEBIT: _(
            "You need not do anything: %(amount)s will be collected from your account by direct debit on %(day)s."
        ),
        Method.CREDIT_CARD: _("Please pay %(amount)s by credit card by %(day)s."),
        Method.PAYMENT_CARD: _("Please pay %(amount)s by card by %(day)s."),
        Method.CASH: _("Please pay %(amount)s in cash by %(day)s."),
        Method.CHEQUE: _("Please pay %(amount)s by cheque by %(day)s."),
        Method.BANKERS_DRAFT: _("Please pay %(amount)s by banker’s draft by %(day)s."),
    }[Method(invoice.expected_payment_method)] % facts
