"""Invoices, credit notes and reminders as documents to send: in the customer's language, with the formats that go with it."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.mail import Letter
from comptoir.invoicing.documents import content, reminder
from comptoir.invoicing.documents.letterhead import printed
from comptoir.invoicing.late_costs import NONE, LateCosts
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.parties import buyer_of

__all__ = ["file_name", "pdf", "reminder_file_name", "reminder_pdf"]

HERE = Path(__file__).parent


def pdf(document: Invoice | CreditNote) -> bytes:
    """The document as a PDF, to be kept for ever (PDF/A-3) once it is booked. A constant number of queries."""
    is_draft = isinstance(document, Invoice) and document.is_draft
    data, assets = content.data_of(document)
    return printed(HERE / "invoice.typ", data, document.department, assets, standard=None if is_draft else "a-3b")


def reminder_pdf(
    invoice: Invoice,
    *,
    letter: Letter,
    language: str,
    on: dt.date,
    due: Decimal | None = None,
    late_costs: LateCosts = NONE,
) -> bytes:
    """A reminder for `invoice` as a letter to post on the day `on`: its text, what is owed and how to pay it.

    `due` is what was due when it was written, if that is not what is due now.
    """
    data, assets = reminder.data_of(invoice, letter=letter, language=language, on=on, due=due, late_costs=late_costs)
    return printed(HERE / "reminder.typ", data, invoice.department, assets)


def file_name(document: Invoice | CreditNote, ending: str = "pdf") -> str:
    """What its file is called, in the customer's language: `Invoice 2026-118.pdf`."""
    with override(buyer_of(document).language):
        return f"{_plain(content.title_of(document))}.{ending}"


def reminder_file_name(invoice: Invoice, *, language: str) -> str:
    """What the file of a reminder is called, in `language`: `Reminder 2026-118.pdf`."""
    with override(language):
        return f"{_plain(_('Reminder %(number)s') % {'number': invoice.invoice_number})}.pdf"


def _plain(title: str) -> str:
    """Without what no name of a file may have."""
    return re.sub(r"[^\w .()+-]+", "-", title)
