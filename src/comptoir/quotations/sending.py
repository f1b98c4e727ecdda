"""Sending a quotation: claimed first, then sent, then the answer written down (docs/decisions/0002).

Everything slow comes before the claim: the document is made and the message put together. The claim is a row with the
form's id, committed before the mail server is asked, so that the same form never sends twice. Without an answer, be it
for a lost connection or for a crash of our own, a person looks; nothing is sent again by itself.
"""

import datetime as dt
from collections.abc import Sequence
from email.message import EmailMessage
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.core.mail import Answer, Attachment, NotSent, Sent, Transport, compose
from comptoir.quotations import document
from comptoir.quotations.letters import with_link
from comptoir.quotations.locking import locked
from comptoir.quotations.models import Quotation, Sending
from comptoir.quotations.refusals import ChangedMeanwhile, Expired, NoRecipient, NotOpen
from comptoir.quotations.telling import tell

KINDS = {
    Sending.State.SENT: "sent",
    Sending.State.FAILED: "sending_failed",
    Sending.State.UNCERTAIN: "sending_uncertain",
}


def send(
    quotation: Quotation,
    *,
    id: UUID,
    recipients: Sequence[str],
    subject: str,
    body: str,
    by: User,
    at: dt.datetime,
    transport: Transport,
) -> Sending:
    """Send an open quotation as a PDF, with its link in the body. Returns the sending, whose state says what came of it.

    With an `id` that a sending has already, that one is given back and nothing is sent. Raises NoRecipient, NotOpen,
    Expired, ChangedMeanwhile (edited while the document was made), ValidationError on "recipients", "subject" or
    "body"; nothing has left then. Needs the right to deals.
    """
    require(by, Right.DEALS)
    if earlier := _present(quotation, id):
        return earlier
    sending = Sending(
        id=id,
        account=quotation.account,
        quotation=quotation,
        recipients=_checked(recipients),
        subject=" ".join(subject.split()),
        body=with_link(body, quotation) if body.strip() else "",
        by=by,
        claimed_at=at,
    )
    _check(sending)
    message = _message(sending, at=at)
    unready = transport.connect()
    if not _claim(sending, at=at):
        return quotation.sendings.get(pk=id)
    sender = str(message["From"].addresses[0].addr_spec)
    answer = unready or transport.send(message, sender=sender, recipients=sending.recipients)
    note_answer(sending, answer, at=at)
    return sending


def _present(quotation: Quotation, id: UUID) -> Sending | None:
    present: Sending | None = quotation.sendings.filter(pk=id).first()
    return present


def _checked(recipients: Sequence[str]) -> list[str]:
    """Each address once, capitals making no difference."""
    found = {address.strip().casefold(): address.strip() for address in recipients if address.strip()}
    if not found:
        raise NoRecipient
    for address in found.values():
        try:
            validate_email(address)
        except ValidationError:
            fault = _("“%(address)s” is not an e-mail address.") % {"address": address}
            raise ValidationError({"recipients": fault}) from None
    return list(found.values())


def _check(sending: Sending) -> None:
    faults = {name: _("Please fill this in.") for name in ("subject", "body") if not getattr(sending, name).strip()}
    if len(sending.subject) > 250:
        faults["subject"] = _("Please say it in fewer words.")
    if faults:
        raise ValidationError(faults)


def _message(sending: Sending, *, at: dt.datetime) -> EmailMessage:
    quotation = sending.quotation
    department = quotation.department
    return compose(
        sender=settings.MAIL_FROM or department.email or settings.DEFAULT_FROM_EMAIL,
        sender_name=department.name,
        recipients=sending.recipients,
        subject=sending.subject,
        body=sending.body,
        message_id=f"quotation.{sending.pk}",
        at=at,
        reply_to=sending.by.email,
        attachments=[Attachment(document.file_name(quotation), document.pdf(quotation))],
    )


def _claim(sending: Sending, *, at: dt.datetime) -> bool:
    """Write that it is leaving, if the quotation is still what the document says. False when the id is taken."""
    shown = sending.quotation
    try:
        with transaction.atomic(durable=True):  # committed before the message leaves, whoever calls
            quotation = locked(shown)
            if not quotation.is_open:
                raise NotOpen
            if not quotation.can_be_accepted(on=quotation.account.day(at)):
                raise Expired
            if (quotation.updated_at, quotation.link_token) != (shown.updated_at, shown.link_token):
                raise ChangedMeanwhile
            sending.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def note_answer(sending: Sending, answer: Answer, *, at: dt.datetime) -> None:
    """Write down what the mail server said to a claimed sending, with its activity."""
    refused = answer.refused if isinstance(answer, Sent) else {}
    if isinstance(answer, Sent):
        sending.state, sending.sent_at = Sending.State.SENT, at
        sending.error = "\n".join(f"{recipient}: {words}" for recipient, words in refused.items())
    else:
        sending.state = Sending.State.FAILED if isinstance(answer, NotSent) else Sending.State.UNCERTAIN
        sending.error = answer.reason
    with transaction.atomic():
        try:
            quotation = locked(sending.quotation)
        except Quotation.DoesNotExist:  # deleted while it left, and the sending with it
            return
        sending.save(update_fields=["state", "sent_at", "error"])
        if sending.sent_at:
            quotation.sent_at = at
            quotation.save(update_fields=["sent_at"])
        tell(
            KINDS[sending.state],
            quotation,
            by=sending.by,
            at=at,
            recipients=[address for address in sending.recipients if address not in refused],
            refused=refused,
            reason="" if sending.sent_at else sending.error,
        )
