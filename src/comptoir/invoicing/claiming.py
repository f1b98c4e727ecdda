"""The claim: the moment that decides whether a reminder leaves or a hold comes first (G1), and who sends it (G2).

A hold and a claim take the same lock, the invoice's row. If the claim comes first, the hold, which reads after it,
finds the reminder leaving and names it. If the hold comes first, the claim sees it and withdraws the reminder.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from email.message import EmailMessage

from django.db import transaction

from comptoir.core.mail import Letter
from comptoir.invoicing.models import Invoice, Reminder


@dataclass(frozen=True)
class Prepared:
    """A reminder ready to leave, as its invoice was a moment ago."""

    reminder: Reminder
    letter: Letter
    recipients: list[str]
    message: EmailMessage


class Claim(enum.Enum):
    """What came of trying to take a reminder for sending."""

    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"
    """A payment or credit came in between: the letter must be written anew."""
    GONE = "gone"
    """Somebody else took it."""


def claim(prepared: Prepared, *, at: dt.datetime) -> Claim:
    """Mark the reminder as leaving, if it still waits and its invoice may still be reminded.

    The last thing before the message leaves: one short transaction that holds the invoice's row lock. An invoice that
    may not be reminded any more has its reminder withdrawn.
    """
    reminder = prepared.reminder
    on = reminder.account.day(at)
    invoices = Invoice.objects.filter(pk=reminder.invoice_id)
    allowed = invoices.overdue(on=on) if reminder.despite_hold else invoices.remindable(on=on)
    with transaction.atomic(durable=True):  # committed before the message leaves, whoever calls
        invoice = allowed.select_for_update(no_key=True).only("paid_amount", "credited_amount", "due").first()
        if invoice is None:
            return Claim.WITHDRAWN if Reminder.objects.filter(pk=reminder.pk).withdraw() else Claim.GONE
        if (invoice.paid_amount, invoice.credited_amount) != (
            reminder.invoice.paid_amount,
            reminder.invoice.credited_amount,
        ):
            return Claim.CHANGED
        taken = (
            Reminder.objects.filter(pk=reminder.pk)
            .queued()
            .update(
                state=Reminder.State.LEAVING,
                claimed_at=at,
                recipients=prepared.recipients,
                subject=prepared.letter.subject[:250],
                body=prepared.letter.body,
                amount_due=invoice.due,
            )
        )
    reminder.claimed_at = at
    return Claim.TAKEN if taken else Claim.GONE
