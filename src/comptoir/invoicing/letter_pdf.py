"""The printed reminders as one PDF, each on a page of its own and as it was claimed."""

import io
from collections.abc import Sequence
from importlib import import_module

from pypdf import PdfReader, PdfWriter

from comptoir.core.mail import Letter
from comptoir.invoicing.late_costs import LateCosts
from comptoir.invoicing.models import Reminder


def pdf_of(reminders: Sequence[Reminder]) -> bytes:
    """One PDF of these letters, in their order. Needs their invoices' customers and departments at hand."""
    one_by_one = [_pdf(reminder) for reminder in reminders]
    if len(one_by_one) == 1:
        return one_by_one[0]
    together = PdfWriter()
    for content in one_by_one:
        together.append(PdfReader(io.BytesIO(content)))
    whole = io.BytesIO()
    together.write(whole)
    return whole.getvalue()


def _pdf(reminder: Reminder) -> bytes:
    documents = import_module("comptoir.invoicing.documents")  # Loads the typesetter, which only printing needs.

    assert reminder.claimed_at is not None
    _as_claimed(reminder)
    costs = LateCosts(reminder.late_interest, reminder.late_fixed_cost)
    content: bytes = documents.reminder_pdf(
        reminder.invoice,
        letter=Letter(reminder.subject, reminder.body),
        language=reminder.invoice.customer.language,
        late_costs=costs or None,
        on=reminder.account.day(reminder.claimed_at),
    )
    return content


def _as_claimed(reminder: Reminder) -> None:
    """Show the invoice as it was when the letter was written: what came in since is in the next one. Nothing is saved."""
    invoice = reminder.invoice
    since = (reminder.amount_due or invoice.due) - invoice.due
    from_payments = min(since, invoice.paid_amount)
    invoice.paid_amount -= from_payments
    invoice.credited_amount -= since - from_payments
    invoice.due += since
