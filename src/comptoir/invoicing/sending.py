"""Sending what is queued: never during a hold (G1), never twice (G2).

Everything slow comes first: the letter is written and the connection opened. Then comes the claim (`claiming`), and
the message follows at once. After the claim only an answer of the mail server leads on (`outcomes`): to sent, or back
to the queue when the message certainly did not leave. Without an answer, be it for a lost connection or for a crash of
our own, the reminder becomes uncertain, and a person decides.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from comptoir.accounts.models import Account
from comptoir.core.mail import Answer, NotSent, Sent, Transport, Uncertain, compose
from comptoir.invoicing.claiming import Claim, Prepared, claim
from comptoir.invoicing.models import Reminder
from comptoir.invoicing.outcomes import mark_sent, mark_uncertain, postpone, withdraw_unreachable
from comptoir.invoicing.recipients import recipients_of
from comptoir.invoicing.writing import Sources, sources_of, written

BATCH = 100
LEASE = dt.timedelta(minutes=3)
"""How long a sender keeps what it took from the others. Only so that two senders do not write the same letters: what
keeps a reminder from leaving twice is the claim."""
SHARED = ("account", "step", "asked_by", "invoice__department", "invoice__customer__responsible_user")
"""What the reminders of a batch have in common is read once."""

Clock = Callable[[], dt.datetime]


@dataclass
class SendRun:
    """How many reminders went which way."""

    sent: int = 0
    withdrawn: int = 0
    failed: int = 0
    uncertain: int = 0

    def __add__(self, other: "SendRun") -> "SendRun":
        return SendRun(
            self.sent + other.sent,
            self.withdrawn + other.withdrawn,
            self.failed + other.failed,
            self.uncertain + other.uncertain,
        )


def send_queued(
    transport: Transport,
    *,
    clock: Clock,
    account: Account | None = None,
    limit: int | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> SendRun:
    """Send the queued reminders whose moment has come, of one account or of all, `limit` at most.

    Any number of senders may work at once. `stop` is asked between two messages; what was not begun stays queued.
    """
    run = SendRun()
    taken = 0
    down: NotSent | None = None
    while not stop() and (limit is None or taken < limit):
        batch = _take(clock(), account=account, size=BATCH if limit is None else min(BATCH, limit - taken))
        if not batch:
            break
        taken += len(batch)
        recipients, sources = recipients_of([reminder.invoice for reminder in batch]), sources_of(batch)
        for place, reminder in enumerate(batch):
            if stop():
                _give_back(batch[place:], at=clock())
                break
            down = down or transport.connect()
            if down:
                run.failed += postpone(batch[place:], down, at=clock())
                break
            _send(reminder, recipients[reminder.invoice_id], sources, transport, clock=clock, run=run)
    return run


# --- Taking from the queue --------------------------------------------------------------------------


def _take(at: dt.datetime, *, account: Account | None, size: int) -> list[Reminder]:
    due = Reminder.objects.due(at=at) if account is None else Reminder.objects.of(account).due(at=at)
    with transaction.atomic():
        first = due.order_by("next_attempt_at", "id").select_for_update(skip_locked=True, no_key=True)
        ids = list(first.values_list("id", flat=True)[:size])
        Reminder.objects.filter(id__in=ids).update(next_attempt_at=at + LEASE)
    found = Reminder.objects.filter(id__in=ids).select_related("invoice__customer").prefetch_related(*SHARED)
    return sorted(found, key=lambda reminder: ids.index(reminder.id))


def _give_back(reminders: Sequence[Reminder], *, at: dt.datetime) -> None:
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).queued().update(next_attempt_at=at)


# --- One reminder -------------------------------------------------------------------------------------


def _send(
    reminder: Reminder, recipients: list[str], sources: Sources, transport: Transport, *, clock: Clock, run: SendRun
) -> None:
    if not recipients:
        run.withdrawn += withdraw_unreachable(reminder, at=clock())
        return
    claimed = Claim.CHANGED
    while claimed is Claim.CHANGED:
        try:
            prepared = _prepare(reminder, recipients, sources, at=clock())
        except ValueError as error:  # an address that no mail can be sent to
            run.failed += postpone([reminder], NotSent(str(error), permanent=True), at=clock())
            return
        claimed = claim(prepared, at=clock())
        if claimed is Claim.CHANGED:
            reminder.invoice.refresh_from_db(fields=["paid_amount", "credited_amount", "due"])
    if claimed is Claim.WITHDRAWN:
        run.withdrawn += 1
    if claimed is not Claim.TAKEN:
        return
    reminder.late_interest, reminder.late_fixed_cost = prepared.costs.interest, prepared.costs.fixed
    assert prepared.message is not None
    sender = str(prepared.message["From"].addresses[0].addr_spec)
    answer = transport.send(prepared.message, sender=sender, recipients=recipients)
    _note(reminder, answer, recipients, at=clock(), run=run)


def _prepare(reminder: Reminder, recipients: list[str], sources: Sources, *, at: dt.datetime) -> Prepared:
    department = reminder.invoice.department
    now = written(reminder, on=reminder.account.day(at), sources=sources)
    message = compose(
        sender=settings.MAIL_FROM or department.email or settings.DEFAULT_FROM_EMAIL,
        sender_name=department.name,
        recipients=recipients,
        subject=now.letter.subject,
        body=now.letter.body,
        message_id=f"reminder.{reminder.pk}",
        at=at,
        reply_to=department.email,
    )
    return Prepared(reminder, now.letter, now.costs, recipients, message)


def _note(reminder: Reminder, answer: Answer, recipients: list[str], *, at: dt.datetime, run: SendRun) -> None:
    match answer:
        case Sent():
            run.sent += mark_sent(reminder, answer, recipients, at=at)
        case NotSent():
            run.failed += postpone([reminder], answer, at=at)
        case Uncertain():
            run.uncertain += mark_uncertain(reminder, answer.reason, at=at)
