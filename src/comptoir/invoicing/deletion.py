"""Deleting the last document of a series, as if it had never been booked: the next one takes its number (G5)."""

import datetime as dt
from typing import Any

from django.db import models, transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.custom_fields.values import forget
from comptoir.invoicing import numbering
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import CreditNote, Delivery, Invoice, Reminder
from comptoir.invoicing.numbering import Document
from comptoir.invoicing.refusals import (
    BookedElsewhere,
    MadeBySubscription,
    NotTheLast,
    PaidOrCredited,
    Refusal,
    WasSent,
)
from comptoir.invoicing.settling import settle
from comptoir.invoicing.telling import tell

LEFT = (Reminder.State.LEAVING, Reminder.State.SENT, Reminder.State.UNCERTAIN)
"""States of a reminder that the customer has, or perhaps has."""
NEVER_LEFT = (Delivery.State.FAILED,)
OWN = frozenset({"lines", "payments", "credit_notes", "credit_drafts", "reminders", "deliveries"})
"""What belongs to an invoice on its own floor. Whatever else cannot be without it made it: a period of a subscription."""


def take_back(invoice: Invoice, *, by: User | None, at: dt.datetime) -> None:
    """Delete a locked, booked invoice, and give its number back. `drafting.delete` calls it; see there for refusals."""
    refuse_what_stands(invoice)
    reminders = list(invoice.reminders.select_for_update())
    deliveries = list(invoice.deliveries.select_for_update())
    # Asked again of the locked rows: whoever sends one of them waits, and finds nothing to send.
    if any(each.state in LEFT for each in reminders) or any(each.state not in NEVER_LEFT for each in deliveries):
        raise WasSent
    _give_back(invoice)
    tell("deleted", invoice, by=by, at=at, booked=True)
    invoice.reminders.all().delete()
    invoice.deliveries.all().delete()
    forget([invoice.pk])
    invoice.delete()


def refuse_what_stands(invoice: Invoice) -> None:
    """Raise what stands against deleting a booked invoice, but for later ones of its series."""
    if invoice.imported_at:
        raise BookedElsewhere
    if _is_made_above(invoice):
        raise MadeBySubscription
    if invoice.payments.exists() or invoice.credit_notes.exists() or invoice.paid_amount or invoice.credited_amount:
        raise PaidOrCredited
    if invoice.sent_at or invoice.reminders.filter(state__in=LEFT).exists():
        raise WasSent
    if invoice.deliveries.exclude(state__in=NEVER_LEFT).exists():
        raise WasSent


def obstacle(document: Invoice | CreditNote) -> Refusal | None:
    """What would be raised if this booked document were deleted now; None: it can be."""
    try:
        if isinstance(document, Invoice):
            refuse_what_stands(document)
            kind = Document.INVOICE
        else:
            _refuse_sent(document)
            kind = Document.CREDIT_NOTE
        _refuse_followed(document, kind)
    except Refusal as refusal:
        return refusal
    return None


def delete_credit_note(note: CreditNote, *, by: User | None, at: dt.datetime) -> Invoice:
    """Delete the last credit note of its series; what it took back of its invoice is due again. Returns the invoice.

    Refuses one that a later one follows (NotTheLast) or that was sent (WasSent). Raises CreditNote.DoesNotExist when it
    is gone already. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        invoice = locked(note.invoice)
        current = CreditNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
        deliveries = list(current.deliveries.select_for_update())
        _refuse_sent(current)
        numbering.give_back(current.department, Document.CREDIT_NOTE, year=current.fiscal_year, number=current.number)
        told = {"id": current.pk, "number": current.credit_note_number, "total": current.tax_inclusive}
        Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).delete()
        current.delete()
        settle(invoice, at=at)
        tell("credit_note_deleted", invoice, by=by, at=at, credit_note=told, due=invoice.due)
    return invoice


def _refuse_sent(note: CreditNote) -> None:
    if note.sent_at or note.deliveries.exclude(state__in=NEVER_LEFT).exists():
        raise WasSent


def _refuse_followed(document: Invoice | CreditNote, kind: Document) -> None:
    assert document.fiscal_year is not None
    last = numbering.last_of(document.department, kind, document.fiscal_year)
    if last is not None and last[0] != str(document):
        raise NotTheLast(last[0])


def _give_back(invoice: Invoice) -> None:
    assert invoice.fiscal_year is not None
    assert invoice.number is not None
    numbering.give_back(invoice.department, Document.INVOICE, year=invoice.fiscal_year, number=invoice.number)


def _is_made_above(invoice: Invoice) -> bool:
    """Whether something of a higher floor stands or falls with it."""
    for relation in Invoice._meta.related_objects:
        if relation.get_accessor_name() in OWN or relation.on_delete not in (models.CASCADE, models.PROTECT):
            continue
        rows: Any = relation.related_model
        if rows._default_manager.filter(**{relation.field.name: invoice}).exists():
            return True
    return False
