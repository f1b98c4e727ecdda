"""What fills the gaps of a mail about an invoice or a credit note, as its reader's language writes it."""

import datetime as dt
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.accounts.models import Department
from comptoir.accounts.stationery import signature
from comptoir.core.locales import long_day, money
from comptoir.customers.models import Kind
from comptoir.invoicing.models import CreditNote, ExpectedPaymentMethod, Invoice, MailKind

COLLECTED = frozenset({ExpectedPaymentMethod.SEPA_DIRECT_DEBIT, ExpectedPaymentMethod.DIRECT_DEBIT})
"""The seller takes the money itself: the customer has nothing to do."""


def facts_of(document: Invoice | CreditNote, *, kind: str, language: str) -> dict[str, str]:
    """Every placeholder of a mail of `kind` about `document`. Needs its customer and department at hand."""
    with override(language):
        if isinstance(document, CreditNote):
            return _of_credit_note(document, language)
        return _of_invoice(document, kind, language)


def _of_invoice(invoice: Invoice, kind: str, language: str) -> dict[str, str]:
    said = partial(money, currency=invoice.currency, language=language)
    department = invoice.department
    facts = _of_any(invoice, language) | {
        "number": invoice.invoice_number,
        "date": _day(invoice.invoice_date, language),
        "due_date": _day(invoice.due_on, language),
        "amount": said(max(invoice.due, Decimal(0))),
        "paid": said(invoice.paid_amount),
        "credited": said(invoice.credited_amount),
        "purchase_order": invoice.purchase_order_number,
        "reference": invoice.payment_reference or invoice.invoice_number,
        "iban": _in_fours(department.iban),
        "bic": department.bic,
        "late_costs": "",
    }
    nothing_to_do = kind == MailKind.INVOICE and (invoice.due <= 0 or invoice.expected_payment_method in COLLECTED)
    return facts | {
        "salutation": _salutation(invoice),
        "payments": _payments(invoice) % facts,
        "to_pay": _to_pay(invoice) % facts,
        "how_to_pay": "" if nothing_to_do else _how_to_pay(department) % facts,
    }


def _of_credit_note(note: CreditNote, language: str) -> dict[str, str]:
    return _of_any(note, language) | {
        "number": note.credit_note_number,
        "date": _day(note.credit_note_date, language),
        "invoice": note.invoice.invoice_number,
        "purchase_order": note.invoice.purchase_order_number,
        "salutation": _salutation(note.invoice),
    }


def _of_any(document: Invoice | CreditNote, language: str) -> dict[str, str]:
    return {
        "customer": document.invoicee_name or document.customer.name,
        "total": money(document.tax_inclusive, document.currency, language),
        "department": document.department.name,
        "signature": signature(document.department),
    }


def _day(on: dt.date | None, language: str) -> str:
    return long_day(on, language) if on else ""


def _in_fours(iban: str) -> str:
    bare = iban.replace(" ", "")
    return " ".join(bare[place : place + 4] for place in range(0, len(bare), 4))


# --- What depends on the document ---------------------------------------------------------------------
# Each sentence is whole, with named gaps, so that every language can put the parts where it wants them.


def _salutation(invoice: Invoice) -> str:
    name = invoice.for_attention_of_name or (invoice.customer.name if invoice.customer.kind == Kind.CONTACT else "")
    return _("Dear %(name)s,") % {"name": name} if name else _("Dear Sir or Madam,")


def _payments(invoice: Invoice) -> str:
    if invoice.due <= 0 or not (invoice.paid_amount or invoice.credited_amount):
        return ""
    if invoice.paid_amount and invoice.credited_amount:
        return _(
            "Of the total of %(total)s we have received %(paid)s and credited %(credited)s; "
            "%(amount)s remains to be paid."
        )
    if invoice.paid_amount:
        return _("Of the total of %(total)s we have received %(paid)s; %(amount)s remains to be paid.")
    return _("Of the total of %(total)s we have credited %(credited)s; %(amount)s remains to be paid.")


def _to_pay(invoice: Invoice) -> str:
    if invoice.due <= 0:
        return _("Nothing remains to be paid; you do not have to do anything.")
    if invoice.expected_payment_method in COLLECTED:
        return _("We will collect %(amount)s by direct debit; you do not have to do anything.")
    return _("Would you please pay %(amount)s by %(due_date)s?")


def _how_to_pay(department: Department) -> str:
    if department.iban and department.bic:
        return _("Account: %(iban)s (BIC %(bic)s)\nIn the name of: %(department)s\nPayment reference: %(reference)s")
    if department.iban:
        return _("Account: %(iban)s\nIn the name of: %(department)s\nPayment reference: %(reference)s")
    return _("Please mention the payment reference %(reference)s.")
