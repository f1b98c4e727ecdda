"""What came of a delivery: sent, back to the queue, not sent, or uncertain; each with its activity in one transaction."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.core.mail import Answer, NotSent, Sent
from comptoir.invoicing.models import CreditNote, Delivery, Invoice
from comptoir.invoicing.models.delivery import NO_ANSWER_AFTER, DeliveryQuerySet
from comptoir.invoicing.papers import Paper, locked_paper, look_again_when_sent, nobody_reachable, set_task, tell

State = Delivery.State
PAUSES = [dt.timedelta(minutes=5), dt.timedelta(minutes=15), *(dt.timedelta(hours=hours) for hours in (1, 4, 12, 24))]
"""After the first refusal for now, the second, …; after the last one it counts as not sent and a person decides."""
RELATIONS = (
    *("account", "by", "invoice__customer", "invoice__department", "invoice__account", "credit_note__customer"),
    *("credit_note__department", "credit_note__account", "credit_note__invoice__customer"),
)
"""What a delivery must have at hand to be sent and told of."""


def note_answer(delivery: Delivery, answer: Answer, *, at: dt.datetime, unattended: bool = False) -> bool:
    """Write down what the other side said to a claimed delivery. False when it was no longer ours.

    `unattended`: nobody waits for the answer on a screen, so that what needs a person becomes a task.
    """
    if isinstance(answer, Sent):
        return _sent(delivery, answer, at=at)
    if isinstance(answer, NotSent):
        return fail(delivery, answer.reason, at=at, unattended=unattended)
    return mark_uncertain(delivery, answer.reason, at=at, unattended=unattended)


def postpone(delivery: Delivery, failure: NotSent, *, at: dt.datetime) -> bool:
    """Put it back into the queue with a pause that grows; for good, or tried often enough, it counts as not sent.

    The first refusal is told. False when it was no longer ours.
    """
    if failure.permanent or delivery.attempts >= len(PAUSES):
        return fail(delivery, failure.reason, at=at, unattended=True)
    with transaction.atomic():
        later = {"next_attempt_at": at + PAUSES[delivery.attempts], "claimed_at": None, "error": failure.reason}
        if not _ours(delivery, State.QUEUED, State.LEAVING).update(
            state=State.QUEUED, attempts=F("attempts") + 1, **later
        ):
            return False
        if delivery.attempts == 0:
            _tell("sending_failed", delivery, at=at, reason=failure.reason, is_tried_again=True)
    delivery.refresh_from_db()
    return True


def fail(delivery: Delivery, reason: str, *, at: dt.datetime, unattended: bool) -> bool:
    """It certainly did not leave, and is not tried again by itself. False when it was no longer ours."""
    with transaction.atomic():
        paper = _locked(delivery)
        taken = _ours(delivery, State.QUEUED, State.LEAVING).update(
            state=State.FAILED, attempts=F("attempts") + 1, error=reason
        )
        if paper is None or not taken:
            return False
        _tell("sending_failed", delivery, at=at, reason=reason, is_tried_again=False)
        if unattended:
            with override(delivery.account.language):
                title = _not_sent(paper)
            set_task(paper, title, key=f"not-sent:{delivery.pk}", description=reason, at=at)
    delivery.refresh_from_db()
    return True


def fail_unreachable(delivery: Delivery, *, at: dt.datetime) -> bool:
    """Its last address was taken away while it waited. False when it no longer waited."""
    with transaction.atomic():
        paper = _locked(delivery)
        with override(delivery.account.language):
            reason = _("There is no e-mail address to send it to.")
        if paper is None or not _ours(delivery, State.QUEUED).update(state=State.FAILED, error=reason):
            return False
        set_unreachable_task(paper, at=at)
        tell("unreachable", paper, by=None, at=at, delivery=delivery)
    return True


def set_unreachable_task(paper: Paper, *, at: dt.datetime) -> bool:
    """Nobody has an address: a task instead of silence, once for the document. Says whether it is new."""
    with override(paper.account.language):
        title = nobody_reachable(paper)
    return set_task(paper, title, key=f"unsendable:{paper.pk}", at=at)


def mark_uncertain(delivery: Delivery, reason: str, *, at: dt.datetime, unattended: bool = True) -> bool:
    """Nobody knows whether it arrived: it waits for a person. False when it was no longer ours."""
    with transaction.atomic():
        paper = _locked(delivery)
        taken = _ours(delivery, State.LEAVING).update(state=State.UNCERTAIN, attempts=F("attempts") + 1, error=reason)
        if paper is None or not taken:
            return False
        _tell("sending_uncertain", delivery, at=at, reason=reason)
        if unattended:
            with override(delivery.account.language):
                title = _did_it_arrive(paper)
            key = f"delivery-uncertain:{delivery.pk}:{delivery.claimed_at:%Y%m%dT%H%M%S}"
            set_task(paper, title, key=key, description=reason, at=at)
    delivery.refresh_from_db()
    return True


def sweep(*, at: dt.datetime) -> int:
    """Mark as uncertain what was claimed by a sender that has crashed since. Returns how many."""
    silent = Delivery.objects.leaving().filter(claimed_at__lt=at - NO_ANSWER_AFTER)
    swept = 0
    for delivery in silent.select_related(*RELATIONS):
        with override(delivery.account.language):
            reason = _("Comptoir was interrupted while it was sending this.")
        swept += mark_uncertain(delivery, reason, at=at)
    return swept


def _sent(delivery: Delivery, answer: Sent, *, at: dt.datetime) -> bool:
    refusals = "\n".join(f"{recipient}: {words}" for recipient, words in answer.refused.items())
    with transaction.atomic():
        paper = _locked(delivery)
        # Uncertain too: after a long silence of ours the sweep may have been quicker, but now we know.
        taken = _ours(delivery, State.LEAVING, State.UNCERTAIN).update(
            state=State.SENT, sent_at=at, attempts=F("attempts") + 1, error=refusals
        )
        if paper is None or not taken:
            return False
        look_again_when_sent(paper)
        delivery.refresh_from_db(fields=["recipients"])
        recipients = [address for address in delivery.recipients if address not in answer.refused]
        _tell("sent", delivery, at=at, recipients=recipients, refused=answer.refused)
    delivery.refresh_from_db()
    return True


def _ours(delivery: Delivery, *states: str) -> DeliveryQuerySet:
    """The row, while it is still the one that we took."""
    rows: DeliveryQuerySet = Delivery.objects.filter(pk=delivery.pk, claimed_at=delivery.claimed_at, state__in=states)
    return rows


def _locked(delivery: Delivery) -> Paper | None:
    """Its document, before the row of the delivery itself: in this order, because deciding takes it first too."""
    try:
        return locked_paper(delivery.document)
    except (Invoice.DoesNotExist, CreditNote.DoesNotExist):
        return None


def _tell(what: str, delivery: Delivery, *, at: dt.datetime, **effects: object) -> None:
    tell(what, delivery.document, by=delivery.by, at=at, delivery=delivery, **effects)


def _not_sent(paper: Paper) -> str:
    if isinstance(paper, CreditNote):
        return _("Credit note %(number)s could not be sent to %(customer)s")
    return _("Invoice %(number)s could not be sent to %(customer)s")


def _did_it_arrive(paper: Paper) -> str:
    if isinstance(paper, CreditNote):
        return _("Find out whether credit note %(number)s arrived at %(customer)s")
    return _("Find out whether invoice %(number)s arrived at %(customer)s")
