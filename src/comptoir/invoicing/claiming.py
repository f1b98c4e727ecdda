"""The claim: the moment that decides whether a reminder leaves or a hold comes first (G1), and who sends it (G2).

A hold and a claim take the same lock, the invoice's row. If the claim comes first, the hold, which reads after it,
finds the reminder leaving and names it. If the hold comes first, the claim sees it and withdraws the reminder. The same
goes for "no automatic reminders" (`exempting`) and the customer's row, which is locked before the invoice's, as everywhere.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from email.message import EmailMessage

from django.db import transaction

from comptoir.core.mail import Letter
from comptoir.customers.models import Customer
from comptoir.invoicing.late_costs import LateCosts
from comptoir.invoicing.models import Invoice, Reminder


@dataclass(frozen=True)
class Prepared:
    """A reminder ready to leave, as its invoice was a moment ago. A letter on paper has no message and no recipients."""

    reminder: Reminder
    letter: Letter
    costs: LateCosts
    recipients: list[str]
    message: EmailMessage | None = None


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

    The last thing before the message leaves: one short transaction that holds the row locks of customer and invoice. An
    invoice that may not be reminded any more has its reminder withdrawn.
    """
    reminder = prepared.reminder
    with transaction.atomic(durable=True):  # committed before the message leaves, whoever calls
        try:
            invoice = _allowed(reminder, on=reminder.account.day(at))
        except Customer.DoesNotExist:  # merged into another one at this very moment: it waits for its next turn
            return Claim.GONE
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
                late_interest=prepared.costs.interest,
                late_fixed_cost=prepared.costs.fixed,
            )
        )
    reminder.claimed_at = at
    return Claim.TAKEN if taken else Claim.GONE


def _allowed(reminder: Reminder, *, on: dt.date) -> Invoice | None:
    """The invoice, locked, if the reminder may leave; None else."""
    if not reminder.is_asked_for and _customer_is_exempt(reminder):
        return None
    invoices = Invoice.objects.filter(pk=reminder.invoice_id)
    allowed = invoices.overdue(on=on) if reminder.despite_hold else invoices.chased(on=on)
    return allowed.select_for_update(no_key=True).only("paid_amount", "credited_amount", "due").first()


def _customer_is_exempt(reminder: Reminder) -> bool:
    """Ask the customer's row itself, under its lock.

    The invoice's lock would not do: once it is had, the database looks again at the invoice, but not at the customer
    beside it, and finds there what was true when the waiting began.
    """
    rows = Customer.objects.filter(pk=reminder.invoice.customer_id).select_for_update(no_key=True)
    customer: Customer = rows.only("no_reminders_since").get()
    return customer.is_exempt
