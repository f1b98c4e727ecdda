"""A deal's way: from phase to phase, and to its end."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.deals.models import Deal, LostReason, Phase, Status
from comptoir.deals.records import keep, locked, tell
from comptoir.deals.refusals import MovedMeanwhile, NotOpen


def move(
    deal: Deal,
    *,
    to: Phase,
    by: User | None,
    at: dt.datetime,
    seen: Phase | None = None,
    probability: Decimal | None = None,
) -> Deal:
    """Put an open deal into the phase `to`, whose probability becomes the deal's; into the one it is in: nothing.

    `probability` is given by whoever takes a move back: what the deal had there, which may not have been the phase's.
    `seen` is the phase in which it was shown: when somebody else has moved or closed it since, MovedMeanwhile, with the
    deal as it is now. Raises NotOpen for a closed one, NotAllowed, and ValidationError for a phase of another account
    or one that was deleted meanwhile.
    """
    require(by, Right.DEALS)
    with transaction.atomic():
        keep(to)
        deal = locked(deal)
        if seen is not None and (deal.phase_id != seen.pk or not deal.is_open) and deal.phase_id != to.pk:
            raise MovedMeanwhile(deal)
        if not deal.is_open:
            raise NotOpen
        if to.account_id != deal.account_id:
            raise ValidationError({"phase": _("Choose one from the list.")})
        if to.pk == deal.phase_id:
            return deal
        before = deal.phase
        deal.phase, deal.estimated_probability = to, to.probability if probability is None else probability
        _save(deal, "phase", "estimated_probability", at=at)
        tell("moved", deal, by=by, at=at, before=before.name, phase=to.name, phase_id=to.pk)
    return deal


def win(deal: Deal, *, by: User | None, at: dt.datetime, even_if_lost: bool = False) -> Deal:
    """Close the deal as won; a second time changes nothing. Raises NotOpen for a lost one unless `even_if_lost`: whoever
    says so knows that it was, or the customer does. Raises NotAllowed.
    """
    require(by, Right.DEALS)
    with transaction.atomic():
        deal = locked(deal)
        if deal.status == Status.WON:
            return deal
        if not deal.is_open and not even_if_lost:
            raise NotOpen
        deal.status, deal.closed_at, deal.lost_reason, deal.lost_remark = Status.WON, at, None, ""
        _save(deal, *_CLOSED, at=at)
        tell("won", deal, by=by, at=at)
    return deal


def lose(deal: Deal, *, by: User | None, at: dt.datetime, reason: LostReason | None = None, remark: str = "") -> Deal:
    """Close an open deal as lost, for a reason of the account's list or none; a second time changes nothing.

    Raises NotOpen for a won one, NotAllowed, and ValidationError for a reason of another account or an archived one.
    """
    require(by, Right.DEALS)
    with transaction.atomic():
        deal = locked(deal)
        if deal.status == Status.LOST:
            return deal
        if not deal.is_open:
            raise NotOpen
        if reason is not None and (reason.account_id != deal.account_id or reason.is_archived):
            raise ValidationError({"lost_reason": _("Choose one from the list.")})
        deal.status, deal.closed_at, deal.lost_reason, deal.lost_remark = Status.LOST, at, reason, remark.strip()
        _save(deal, *_CLOSED, at=at)
        tell("lost", deal, by=by, at=at, reason=reason.name if reason else "", remark=deal.lost_remark)
    return deal


def reopen(deal: Deal, *, by: User | None, at: dt.datetime) -> Deal:
    """Take a closed deal up again, in the phase it was closed in; an open one is left alone."""
    require(by, Right.DEALS)
    with transaction.atomic():
        deal = locked(deal)
        if deal.is_open:
            return deal
        before = deal.status
        deal.status, deal.closed_at, deal.lost_reason, deal.lost_remark = Status.OPEN, None, None, ""
        _save(deal, *_CLOSED, at=at)
        tell("reopened", deal, by=by, at=at, before=before)
    return deal


def touch(deal: Deal, *, at: dt.datetime) -> None:
    """Note that something happened to the deal elsewhere: a follow-up, a note, a quotation. No activity of its own.

    Call it in the transaction of what happened. The day never goes back.
    """
    day = deal.account.day(at)
    Deal.objects.filter(pk=deal.pk, last_activity_on__lt=day).update(last_activity_on=day)


_CLOSED = ("status", "closed_at", "lost_reason", "lost_remark")


def _save(deal: Deal, *fields: str, at: dt.datetime) -> None:
    deal.updated_at = at
    deal.last_activity_on = deal.account.day(at)
    deal.save(update_fields=[*fields, "updated_at", "last_activity_on"])
