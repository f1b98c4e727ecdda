"""Invoices of the demo on their way to the customers' mailboxes, without a mail server."""

import datetime as dt

from comptoir.accounts.models import User
from comptoir.core.mail import Sent
from comptoir.demo.stage import Stage
from comptoir.invoicing.delivering import queue_by_mail
from comptoir.invoicing.delivery_outcomes import RELATIONS, note_answer
from comptoir.invoicing.mail_templates import written
from comptoir.invoicing.models import Delivery, Invoice
from comptoir.invoicing.papers import addresses_of, kind_of

LATELY = dt.timedelta(days=1)
"""What was booked so lately still lies there, to be sent."""


def post(stage: Stage, invoice: Invoice, *, by: User, at: dt.datetime) -> None:
    """Send what somebody booked, unless it was booked yesterday or today."""
    if stage.today - stage.account.day(at) > LATELY:
        queue_by_mail(invoice, by=by, at=at)
        deliver(stage, at=at)


def deliver(stage: Stage, *, at: dt.datetime) -> None:
    """Let what waits be sent. Not by the worker's way, whose claim insists on being committed before a message leaves."""
    for delivery in Delivery.objects.of(stage.account).due(at=at).select_related(*RELATIONS):
        document = delivery.document
        letter = written(kind_of(document), document)
        delivery.state, delivery.claimed_at = Delivery.State.LEAVING, at
        delivery.recipients = addresses_of(document)
        delivery.subject, delivery.body = letter.subject, letter.body
        delivery.save()
        note_answer(delivery, Sent(), at=at)
