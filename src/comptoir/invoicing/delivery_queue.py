"""Sending the documents that wait: what is billed at night, and what was refused for now.

As with reminders, any number of senders may work at once, each message is claimed before it leaves, and without an
answer nothing is sent again by itself.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from comptoir.accounts.models import Account
from comptoir.core.mail import NotSent, Transport
from comptoir.invoicing.delivery_claims import Claim, claim_queued, message_of
from comptoir.invoicing.delivery_outcomes import RELATIONS, fail, fail_unreachable, note_answer, postpone
from comptoir.invoicing.mail_templates import written
from comptoir.invoicing.models import Delivery
from comptoir.invoicing.papers import addresses_of, kind_of

BATCH = 10
LEASE = dt.timedelta(minutes=5)
"""How long a sender keeps what it took from the others, only so that two do not make the same documents."""

Clock = Callable[[], dt.datetime]


@dataclass
class DeliveryRun:
    """How many deliveries went which way."""

    sent: int = 0
    failed: int = 0
    uncertain: int = 0


def send_queued_deliveries(
    transport: Transport,
    *,
    clock: Clock,
    account: Account | None = None,
    limit: int | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> DeliveryRun:
    """Send the queued e-mails whose moment has come, of one account or of all, `limit` at most.

    `stop` is asked between two messages; what was not begun stays queued.
    """
    run, taken = DeliveryRun(), 0
    down: NotSent | None = None
    while not stop() and (limit is None or taken < limit):
        batch = _take(clock(), account=account, size=BATCH if limit is None else min(BATCH, limit - taken))
        if not batch:
            break
        taken += len(batch)
        for place, delivery in enumerate(batch):
            if stop():
                _give_back(batch[place:], at=clock())
                break
            down = down or transport.connect()
            if down:
                run.failed += sum(postpone(each, down, at=clock()) for each in batch[place:])
                break
            _send(delivery, transport, clock=clock, run=run)
    return run


def _take(at: dt.datetime, *, account: Account | None, size: int) -> list[Delivery]:
    due = Delivery.objects.due(at=at) if account is None else Delivery.objects.of(account).due(at=at)
    with transaction.atomic():
        rows = due.filter(channel=Delivery.Channel.EMAIL).order_by("next_attempt_at", "id")
        ids = list(rows.select_for_update(skip_locked=True, no_key=True).values_list("id", flat=True)[:size])
        Delivery.objects.filter(id__in=ids).update(next_attempt_at=at + LEASE)
    found = Delivery.objects.filter(id__in=ids).select_related(*RELATIONS)
    return sorted(found, key=lambda delivery: ids.index(delivery.pk))


def _give_back(deliveries: Sequence[Delivery], *, at: dt.datetime) -> None:
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).queued().update(next_attempt_at=at)


def _send(delivery: Delivery, transport: Transport, *, clock: Clock, run: DeliveryRun) -> None:
    delivery.recipients = addresses_of(delivery.document)
    if not delivery.recipients:
        run.failed += fail_unreachable(delivery, at=clock())
        return
    claimed = Claim.CHANGED
    while claimed is Claim.CHANGED:
        letter = written(kind_of(delivery.document), delivery.document)
        delivery.subject, delivery.body = letter.subject, letter.body
        try:
            message = message_of(delivery, at=clock())
        except ValueError as error:  # an address that no mail can be sent to
            run.failed += fail(delivery, str(error), at=clock(), unattended=True)
            return
        claimed = claim_queued(delivery, at=clock())
        if claimed is Claim.CHANGED:
            delivery.document.refresh_from_db(fields=["paid_amount", "credited_amount", "due"])
    if claimed is Claim.GONE:
        return
    sender = str(message["From"].addresses[0].addr_spec)
    answer = transport.send(message, sender=sender, recipients=delivery.recipients)
    if isinstance(answer, NotSent):
        run.failed += postpone(delivery, answer, at=clock())
    elif note_answer(delivery, answer, at=clock(), unattended=True):
        run.sent += delivery.state == Delivery.State.SENT
        run.uncertain += delivery.state == Delivery.State.UNCERTAIN
