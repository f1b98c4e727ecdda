"""The printed reminders as one PDF, each on a page of its own and as it was claimed."""

import io
from collections.abc import Sequence

from comptoir.core.mail import Letter
from comptoir.invoicing import documents
from comptoir.invoicing.late_costs import LateCosts
from comptoir.invoicing.models import Reminder


def pdf_of(reminders: Sequence[Reminder]) -> bytes:
    """One PDF of these letters, in their order. Needs their invoices' customers and departments at hand."""
    one_by_one = [_pdf(reminder) for reminder in reminders]
    if len(one_by_one) == 1:
        return one_by_one[0]
    from pypdf import PdfReader, PdfWriter  # here, because it takes 14 MB and few print letters

    together = PdfWriter()
    for content in one_by_one:
        together.append(PdfReader(io.BytesIO(content)))
    whole = io.BytesIO()
    together.write(whole)
    return whole.getvalue()


def _pdf(reminder: Reminder) -> bytes:
    assert reminder.claimed_at is not None
    return documents.reminder_pdf(
        reminder.invoice,
        letter=Letter(reminder.subject, reminder.body),
        language=reminder.invoice.customer.language,
        due=reminder.amount_due,
        late_costs=LateCosts(reminder.late_interest, reminder.late_fixed_cost),
        on=reminder.account.day(reminder.claimed_at),
    )
