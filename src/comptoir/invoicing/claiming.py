"""The claim: the moment that decides whether a reminder leaves or a hold comes first (G1), and who sends it (G2).

A hold and a claim take the same lock, the invoice's row. If the claim comes first, the hold, which reads after it,
finds the reminder leaving and names it. If the hold comes first, the claim sees it and withdraws the reminder. The same
goes for "no automatic reminders" (`exempting`) and the customer's row, which is locked before the invoice's, as everywhere.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models, transaction

from comptoir.core.mail import Letter
from comptoir.core.statements import Statement, as_kept, do, question
from comptoir.customers.models import Customer
from comptoir.invoicing.late_costs import LateCosts
from comptoir.invoicing.models import Invoice, Reminder

NO_ROW = UUID(int=0)
LEAVING = """
UPDATE invoicing_reminder
SET state = 'leaving', claimed_at = %s, recipients = %s, subject = %s, body = %s, amount_due = %s, late_interest = %s,
  late_fixed_cost = %s
WHERE id = %s AND state = 'queued' AND CASE WHEN EXISTS ({customer}) THEN EXISTS ({invoice}) END
"""
"""The customer is asked, and locked, before the invoice: only CASE says in which order."""


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
    with transaction.atomic(durable=True):
        pass  # Raises inside a transaction: the claim must be committed before the message leaves, whoever calls.
    reminder = prepared.reminder
    if _taken(prepared, at=at):
        reminder.claimed_at = at
        return Claim.TAKEN
    # Seldom: only now is asked what stands against it.
    with transaction.atomic():
        row = Reminder.objects.filter(pk=reminder.pk)
        try:
            allowed = _allowed(reminder, on=reminder.account.day(at))
        except Customer.DoesNotExist:  # merged into another one at this very moment: it waits for its next turn
            return Claim.GONE
        if allowed:
            return Claim.CHANGED if row.queued().exists() else Claim.GONE
        return Claim.WITHDRAWN if row.withdraw() else Claim.GONE


def _taken(prepared: Prepared, *, at: dt.datetime) -> bool:
    """Lock customer and invoice, and mark the reminder as leaving if they still allow it and nothing was paid meanwhile."""
    reminder = prepared.reminder
    values = as_kept(
        Reminder,
        claimed_at=at,
        recipients=prepared.recipients,
        subject=prepared.letter.subject[:250],
        body=prepared.letter.body,
        amount_due=reminder.invoice.due,
        late_interest=prepared.costs.interest,
        late_fixed_cost=prepared.costs.fixed,
        id=reminder.pk,
    )
    customer, invoice = _customer(reminder), _invoice(reminder, on=reminder.account.day(at))
    text = LEAVING.format(customer=customer.text, invoice=invoice.text)
    return do(Statement(text, [*values, *customer.values, *invoice.values])) == 1


# What must still be so. Whoever waited for a row's lock is shown that row as it is by then, but others as they were when the
# waiting began: each of the two is asked about itself alone, while it is locked.


def _customer(reminder: Reminder) -> Statement:
    """The customer's row, locked, if it gets reminders."""
    return _row_of_customer(reminder.is_asked_for).ending(*_kept(customer=reminder.invoice.customer_id))


def _invoice(reminder: Reminder, *, on: dt.date) -> Statement:
    """The invoice's row, locked, if it may be chased and owes what the letter says."""
    invoice = reminder.invoice
    amounts = {"paid_amount": invoice.paid_amount, "credited_amount": invoice.credited_amount}
    return _row_of_invoice(on, reminder.despite_hold).ending(*_kept(id=invoice.pk, **amounts))


def _kept(**values: object) -> list[object]:
    return as_kept(Invoice, **values)


def _allowed(reminder: Reminder, *, on: dt.date) -> bool:
    """Whether the reminder may leave, whatever its invoice owes by now; under the locks, so that it stays so."""
    invoice = reminder.invoice
    customer = Customer.objects.select_for_update(no_key=True).get(pk=invoice.customer_id)
    if customer.is_exempt and not reminder.is_asked_for:
        return False
    rows = Invoice.objects.filter(pk=invoice.pk).select_for_update(no_key=True)
    return (rows.overdue(on=on) if reminder.despite_hold else rows.chased(on=on)).exists()


# --- Questions put together once ------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _row_of_customer(asked_for: bool) -> Statement:
    customers = Customer.objects.all() if asked_for else Customer.objects.filter(no_reminders_since__isnull=True)
    return _locked(customers.filter(pk=NO_ROW))


@lru_cache(maxsize=8)
def _row_of_invoice(on: dt.date, despite_hold: bool) -> Statement:
    invoices = Invoice.objects.overdue(on=on) if despite_hold else Invoice.objects.chased(on=on)
    return _locked(invoices.filter(pk=NO_ROW).filter(paid_amount=0).filter(credited_amount=0))


def _locked(rows: "models.QuerySet[Any]") -> Statement:
    return question(rows.order_by().select_for_update(no_key=True).values("pk"))
