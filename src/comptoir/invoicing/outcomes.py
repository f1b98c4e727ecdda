"""What came of sending a reminder: sent, back to the queue, or uncertain; each with its activity in one transaction."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.activities.record import Entry, change_and_record
from comptoir.core.mail import NotSent, Sent
from comptoir.core.statements import Statement, as_kept
from comptoir.invoicing import attention
from comptoir.invoicing.models import Channel, Reminder

PAUSES = [dt.timedelta(minutes=5), dt.timedelta(minutes=15), *(dt.timedelta(hours=hours) for hours in (1, 4, 12, 24))]
"""After the first refusal, the second, …; the last one from then on, and at once when the refusal is for good."""
NO_ANSWER_AFTER = dt.timedelta(minutes=15)
"""What has been leaving for so long has lost its sender: no mail server is waited for as long as that."""

RELATIONS = ("account", "step", "asked_by", "invoice__customer__responsible_user", "invoice__department")
"""What a reminder must have at hand to be sent and told of."""

SENT = """
UPDATE invoicing_reminder SET state = 'sent', sent_at = %s, attempts = attempts + 1, error = %s
WHERE id = %s AND claimed_at = %s AND state IN ('leaving', 'uncertain')
"""
"""Uncertain too: after a long silence of ours the sweep may have been quicker, but then we know."""


def sweep_leaving(*, at: dt.datetime) -> int:
    """Mark as uncertain what was claimed by a sender that has crashed since. Returns how many.

    Not printed letters: they lie on a desk until a person says that they were posted.
    """
    silent = Reminder.objects.leaving().filter(channel=Channel.EMAIL, claimed_at__lt=at - NO_ANSWER_AFTER)
    swept = 0
    for reminder in silent.select_related(*RELATIONS):
        with override(reminder.account.language):
            reason = _("Comptoir was interrupted while it was sending this reminder.")
        swept += mark_uncertain(reminder, reason, at=at)
    return swept


def mark_sent(reminder: Reminder, answer: Sent, recipients: list[str], *, at: dt.datetime) -> int:
    """The mail server took it, for some or all of `recipients`. Returns 1, or 0 when it was no longer ours."""
    refusals = "\n".join(f"{recipient}: {words}" for recipient, words in answer.refused.items())
    values = as_kept(Reminder, sent_at=at, error=refusals, id=reminder.pk, claimed_at=reminder.claimed_at)
    effects = attention.effects_of(
        reminder.invoice,
        reminder,
        recipients=[recipient for recipient in recipients if recipient not in answer.refused],
        refused=answer.refused,
    )
    return change_and_record(
        Statement(SENT, values),
        "reminder.sent",
        Entry(reminder.invoice, reminder.invoice.customer_id, effects),
        account=reminder.account,
        by=reminder.asked_by,
        at=at,
    )


def postpone(reminders: Sequence[Reminder], failure: NotSent, *, at: dt.datetime) -> int:
    """Leave in the queue, or put back there what we claimed, with a pause that grows from one refusal to the next.

    The first refusal of each is told, and one for good becomes a task. A constant number of queries. Returns how many.
    """
    rows = Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).on_their_way()
    with transaction.atomic():
        claims = dict(rows.select_for_update(no_key=True).values_list("pk", "claimed_at"))
        ours = [reminder for reminder in reminders if claims.get(reminder.pk, _LOST) == reminder.claimed_at]
        for pause, group in groupby(sorted(ours, key=_attempts), lambda reminder: _pause(reminder, failure)):
            these = list(group)
            Reminder.objects.filter(pk__in=[reminder.pk for reminder in these]).update(
                state=Reminder.State.QUEUED,
                claimed_at=None,
                attempts=F("attempts") + 1,
                next_attempt_at=at + pause,
                error=failure.reason,
            )
        for __, group in groupby(sorted(ours, key=_account), _account):
            attention.refused(list(group), reason=failure.reason, permanent=failure.permanent, at=at)
    return len(ours)


_LOST = object()


def _pause(reminder: Reminder, failure: NotSent) -> dt.timedelta:
    return PAUSES[-1] if failure.permanent else PAUSES[min(reminder.attempts, len(PAUSES) - 1)]


def _attempts(reminder: Reminder) -> int:
    return reminder.attempts


def _account(reminder: Reminder) -> str:
    return str(reminder.account_id)


def mark_uncertain(reminder: Reminder, reason: str, *, at: dt.datetime) -> int:
    """Nobody knows whether it arrived: it waits for a person. Returns 1, or 0 when it was no longer ours."""
    ours = Reminder.objects.filter(pk=reminder.pk, claimed_at=reminder.claimed_at).leaving()
    with transaction.atomic():
        if not ours.update(state=Reminder.State.UNCERTAIN, attempts=F("attempts") + 1, error=reason):
            return 0
        attention.uncertain(reminder, reason=reason, at=at)
    return 1


def withdraw_unreachable(reminder: Reminder, *, at: dt.datetime) -> int:
    """Its last address was taken away while it waited. Returns 1, or 0 when it no longer waited."""
    with transaction.atomic():
        withdrawn = Reminder.objects.filter(pk=reminder.pk).withdraw()
        if withdrawn:
            due = [(reminder.invoice, reminder.step)]
            attention.nobody_reachable(due, account=reminder.account, on=reminder.account.day(at), at=at)
    return withdrawn
