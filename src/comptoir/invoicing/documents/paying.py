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

TRANSFERRED = ("", Method.BANK_TRANSFER)


def how_to_pay(invoice: Invoice, seller: Party, formats: Formats) -> tuple[dict[str, Any], Assets]:
    """What stands below a booked invoice, or a draft; the picture of the code where there is one."""
    if invoice.is_draft:
        return {}, {}
    if invoice.due <= 0:
        return {"sentence": _settled_sentence(invoice)}, {}
    if invoice.expected_payment_method not in TRANSFERRED:
        return {"sentence": _other_sentence(invoice, formats)}, {}
    return transfer(invoice, seller, formats, amount=invoice.due, by=invoice.due_on)


def transfer(
    invoice: Invoice, seller: Party, formats: Formats, *, amount: Decimal, by: dt.date | None
) -> tuple[dict[str, Any], Assets]:
    """A bank transfer of `amount`, at once when no day is given."""
    reference = invoice.payment_reference or invoice.invoice_number
    rows = [
        (_("Amount"), formats.money(amount)),
        (_("Account"), in_fours(seller.iban)),
        ("BIC", seller.bic if seller.iban else ""),
        (_("In the name of"), seller.name),
        (_("Payment reference"), reference),
        (_("By"), formats.day(by) if by else _("At once")),
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
        "title": _("How to pay"),
        "rows": [list(row) for row in rows if row[1]],
        "scan": _("Scan to pay with your bank’s app"),
        "alternative": _("Code for your bank’s app, which says the same as the text beside it"),
    }, ({"qr": epc.picture(text)} if text else {})


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
