"""Bringing an invoice or a credit note to its customer: by e-mail, now or from the queue, or as an electronic invoice.

Claimed first, then sent, then the answer written down (docs/decisions/0002). The id comes with the form that asks, so
that the same form never sends twice. Without an answer a person looks (`delivery_decisions`).
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.core.inserting import insert_all
from comptoir.core.mail import Transport
from comptoir.invoicing import electronic
from comptoir.invoicing.delivery_claims import claim_new, message_of
from comptoir.invoicing.delivery_outcomes import note_answer, set_unreachable_task
from comptoir.invoicing.einvoice.transports import Transport as ElectronicTransport
from comptoir.invoicing.models import Delivery, Invoice
from comptoir.invoicing.papers import Paper, addresses_of, as_field, locked_paper, refuse_unsendable, tell
from comptoir.invoicing.recipients import checked, recipients_of
from comptoir.invoicing.refusals import AlreadyDelivered

Channel = Delivery.Channel


def send_by_mail(
    document: Paper,
    *,
    id: UUID,
    recipients: Sequence[str],
    subject: str,
    body: str,
    by: User | None,
    at: dt.datetime,
    transport: Transport,
) -> Delivery:
    """Send a booked document with its PDF and its electronic invoice. The delivery's state says what came of it.

    With an `id` that a delivery of the document has already, that one is given back and nothing is sent. Raises
    NotBooked, NoRecipient, ValidationError on "recipients", "subject" or "body"; nothing has left then. A hold or a
    deactivated customer blocks nothing (R16). Needs the invoice right. Call it outside a transaction.
    """
    require(by, Right.INVOICES)
    refuse_unsendable(document)
    if earlier := _present(document, id):
        return earlier
    delivery = _new(document, Channel.EMAIL, id=id, by=by, at=at)
    delivery.recipients = checked(recipients)
    delivery.subject, delivery.body = " ".join(subject.split()), body.replace("\r\n", "\n")
    _check(delivery)
    message = message_of(delivery, at=at)
    unready = transport.connect()
    if not claim_new(delivery):
        return document.deliveries.get(pk=id)
    sender = str(message["From"].addresses[0].addr_spec)
    answer = unready or transport.send(message, sender=sender, recipients=delivery.recipients)
    note_answer(delivery, answer, at=at)
    return delivery


def queue_by_mail(document: Paper, *, by: User | None, at: dt.datetime) -> Delivery | None:
    """Let the worker send a booked document, in the customer's language, to whom its reminders would go.

    One that waits or leaves already is given back. Nobody reachable becomes a task for the account manager and an
    activity: None then. Raises NotBooked. Needs the invoice right. May be part of a larger transaction.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = locked_paper(document)
        refuse_unsendable(current)
        waiting: Delivery | None = current.deliveries.on_their_way().filter(channel=Channel.EMAIL).first()
        if waiting:
            return waiting
        if not addresses_of(current):
            if set_unreachable_task(current, at=at):
                tell("unreachable", current, by=by, at=at, delivery=None)
            return None
        return Delivery.objects.create(
            account=current.account, channel=Channel.EMAIL, by=by, queued_at=at, next_attempt_at=at, **as_field(current)
        )


def queue_all_by_mail(invoices: Sequence[Invoice], *, by: User | None, at: dt.datetime) -> None:
    """`queue_by_mail` for invoices that were booked in this very transaction, so that nothing of them waits already.

    Two statements however many there are; more only for whom nobody can reach. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    addresses = recipients_of(invoices)
    insert_all(
        Delivery(
            account=invoice.account, channel=Channel.EMAIL, by=by, queued_at=at, next_attempt_at=at, invoice=invoice
        )
        for invoice in invoices
        if addresses[invoice.pk]
    )
    for invoice in invoices:
        if not addresses[invoice.pk] and set_unreachable_task(invoice, at=at):
            tell("unreachable", invoice, by=by, at=at, delivery=None)


def send_electronically(
    document: Paper,
    *,
    id: UUID,
    by: User | None,
    at: dt.datetime,
    transport: ElectronicTransport,
) -> Delivery:
    """Send a booked document as an electronic invoice, once: the database refuses a second one beside what may have left.

    With an `id` that a delivery of the document has already, that one is given back and nothing is sent. Raises
    NotBooked, NotDeliverable (the receiver's rules would refuse it) and AlreadyDelivered. Needs the invoice right. Call
    it outside a transaction.
    """
    require(by, Right.INVOICES)
    refuse_unsendable(document)
    if earlier := _present(document, id):
        return earlier
    letter = electronic.prepare(document)
    delivery = _new(document, transport.channel, id=id, by=by, at=at)
    delivery.recipients = [letter.receiver]
    if not claim_new(delivery):
        if earlier := _present(document, id):
            return earlier
        raise AlreadyDelivered
    answer = transport.send(
        letter.xml,
        sender=letter.sender,
        receiver=letter.receiver,
        document_type=letter.document_type,
        name=letter.name,
    )
    note_answer(delivery, answer, at=at)
    return delivery


def _present(document: Paper, id: UUID) -> Delivery | None:
    present: Delivery | None = document.deliveries.filter(pk=id).first()
    return present


def _new(document: Paper, channel: str, *, id: UUID, by: User | None, at: dt.datetime) -> Delivery:
    moments = {"queued_at": at, "next_attempt_at": at, "claimed_at": at}
    state = Delivery.State.LEAVING
    return Delivery(
        id=id, account=document.account, channel=channel, state=state, by=by, **moments, **as_field(document)
    )


def _check(delivery: Delivery) -> None:
    faults = {name: _("Please fill this in.") for name in ("subject", "body") if not getattr(delivery, name).strip()}
    if len(delivery.subject) > 250:
        faults["subject"] = _("Please say it in fewer words.")
    if "\0" in delivery.body:
        faults["body"] = _("This text has a character that no e-mail can have.")
    if faults:
        raise ValidationError(faults)
