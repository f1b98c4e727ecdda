"""The claim: the moment that decides that a document leaves now, and through whom (docs/decisions/0002).

Everything slow lies behind by then: the document is made, the letter written, the connection open. The claim is
committed before the other side is asked, so that a crash of ours leaves it visible, and never sent a second time.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from email.message import EmailMessage

from django.conf import settings
from django.db import IntegrityError, transaction

from comptoir.core.mail import compose
from comptoir.invoicing.attachments import attachments_of
from comptoir.invoicing.models import CreditNote, Delivery, Invoice
from comptoir.invoicing.papers import Paper, locked_paper, refuse_unsendable, the_invoice

State = Delivery.State


class Claim(enum.Enum):
    """What came of trying to take a queued delivery for sending."""

    TAKEN = "taken"
    CHANGED = "changed"
    """A payment or credit came in between: the letter must be written anew."""
    GONE = "gone"
    """Somebody else took it, or its document was deleted."""


@dataclass(frozen=True)
class Amounts:
    """What the letter says was paid and credited."""

    paid: object
    credited: object

    @classmethod
    def of(cls, paper: Paper) -> "Amounts":
        """As they are in `paper`."""
        invoice = the_invoice(paper)
        return cls(invoice.paid_amount, invoice.credited_amount)


def message_of(delivery: Delivery, *, at: dt.datetime) -> EmailMessage:
    """The mail, with its files. Tried twice, it keeps its Message-ID. Raises ValueError for what is no address."""
    paper = delivery.document
    department = paper.department
    return compose(
        sender=settings.MAIL_FROM or department.email or settings.DEFAULT_FROM_EMAIL,
        sender_name=department.name,
        recipients=delivery.recipients,
        subject=delivery.subject,
        body=delivery.body,
        message_id=f"invoice.{delivery.pk}",
        at=at,
        reply_to=department.email or (delivery.by.email if delivery.by else ""),
        attachments=attachments_of(paper),
    )


def claim_new(delivery: Delivery) -> bool:
    """Write that a delivery asked for by a person is leaving. False when the database refuses it beside another one."""
    try:
        with transaction.atomic(durable=True):  # committed before anything leaves, whoever calls
            refuse_unsendable(locked_paper(delivery.document))
            delivery.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def claim_queued(delivery: Delivery, *, at: dt.datetime) -> Claim:
    """Mark a queued delivery as leaving with the letter it has now, if it still waits and the letter still is true."""
    written = Amounts.of(delivery.document)
    with transaction.atomic(durable=True):
        try:
            paper = locked_paper(delivery.document)
        except (Invoice.DoesNotExist, CreditNote.DoesNotExist):
            return Claim.GONE
        if isinstance(paper, Invoice) and Amounts.of(paper) != written:
            return Claim.CHANGED
        said = {"recipients": delivery.recipients, "subject": delivery.subject, "body": delivery.body}
        taken = Delivery.objects.filter(pk=delivery.pk).queued().update(state=State.LEAVING, claimed_at=at, **said)
    delivery.claimed_at = at
    return Claim.TAKEN if taken else Claim.GONE
