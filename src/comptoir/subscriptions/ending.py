"""Stopping a subscription, for good: there is no way back, on purpose (R7)."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.subscriptions import movements, prepaid
from comptoir.subscriptions.models import BilledPeriod, Subscription
from comptoir.subscriptions.records import locked
from comptoir.subscriptions.refusals import ChangedMeanwhile


class When(models.TextChoices):
    """When a subscription that is told to end is deactivated. Either way nothing more is billed."""

    NOW = "now", _("Now")
    PAID_PERIOD = "paid_period", _("At the end of the period that was billed")


def deactivate(
    subscription: Subscription,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    when: str = When.NOW,
    credit_prepaid: bool = False,
    fingerprint: str | None = None,
) -> Subscription:
    """Deactivate a subscription: nothing is billed from it from now on, whatever is running at this moment (G3).

    At the end of what was billed, when `when` says so and that day has not passed: until then it is ending. Irreversible
    from this moment either way; the database refuses to bring it back. Invoices already made stay. One that is
    deactivated, or ending already and asked to end then, is left alone: no second activity. `fingerprint` is that of
    what the person was shown: ChangedMeanwhile, and nothing done, if another invoice would be the first not to be made.
    With `credit_prepaid`, when it is deactivated now, credit notes are prepared for what was billed beyond today.
    Needs the subscription right, and for these the invoice right (NotAllowed).
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        current = locked(subscription)
        if current.is_deactivated or (current.is_ending and when == When.PAID_PERIOD):
            return current
        if fingerprint is not None and fingerprint != current.fingerprint:
            raise ChangedMeanwhile
        not_billed_on = current.bill_on
        deactivate_all([current], by=by, at=at, on=current.account.day(at), reason=reason, when=when)
        current.refresh_from_db()
        effects: dict[str, object] = {"not_billed_on": not_billed_on, "reason": reason}
        if current.is_ending:
            _tell("deactivation_planned", current, by=by, at=at, deactivates_on=current.deactivates_on, **effects)
        else:
            if credit_prepaid:
                drafts = prepaid.draft_credits([current], by=by, at=at, on=current.account.day(at))
                effects["credit_drafts"] = prepaid.as_effects(drafts.get(current.pk, ()))
            _tell("deactivated", current, by=by, at=at, **effects)
    return current


def deactivate_all(
    subscriptions: Sequence[Subscription],
    *,
    by: User | None,
    at: dt.datetime,
    on: dt.date,
    reason: str = "",
    when: str = When.NOW,
) -> None:
    """Deactivate all of them, or tell them on the day `on` to end, in the same few statements however many there are.

    For a verb that spans them and has locked them: it asks for the right, and writes the activity.
    """
    ends = _ends_ahead(subscriptions, on=on) if when == When.PAID_PERIOD else {}
    later = [each for each in subscriptions if each.pk in ends]
    at_once = [each for each in subscriptions if each.pk not in ends]
    if at_once:
        Subscription.objects.filter(pk__in=[each.pk for each in at_once]).deactivate(by=by, at=at, reason=reason)
        for each in at_once:
            each.deactivated_at, each.deactivated_by = at, by
            each.deactivation_reason = reason or each.deactivation_reason
    if later:
        for each in later:
            each.deactivates_on = ends[each.pk] + dt.timedelta(days=1)
            each.deactivation_asked_by, each.deactivation_reason, each.updated_at = by, reason, at
            each.next_period_on = each.bill_on = None
            each.paused_at = each.paused_by = each.paused_until = None
        Subscription.objects.bulk_update(later, ENDING, batch_size=500)
    movements.note(subscriptions, on=on, at=at, reason=reason)


def expire(account: Account, *, on: dt.date, at: dt.datetime) -> int:
    """Deactivate what was to end on the day `on` or earlier, as who asked for it wanted; returns how many.

    Each is one transaction with its activity, so that a run may be killed and repeated.
    """
    due = Subscription.objects.of(account).ending().filter(deactivates_on__lte=on).order_by("deactivates_on", "pk")
    return sum(_carry_out(each, at=at) for each in list(due))


def paid_until(subscriptions: Sequence[Subscription]) -> dict[UUID, dt.date]:
    """The last day that was billed, of those of which something was. One statement."""
    billed = BilledPeriod.objects.filter(subscription__in=[each.pk for each in subscriptions])
    return dict(billed.values_list("subscription").annotate(Max("ends_on")))


ENDING = (
    "next_period_on bill_on paused_at paused_by paused_until "
    "deactivates_on deactivation_asked_by deactivation_reason updated_at"
).split()


def _ends_ahead(subscriptions: Sequence[Subscription], *, on: dt.date) -> dict[UUID, dt.date]:
    return {pk: day for pk, day in paid_until(subscriptions).items() if day >= on}


def _carry_out(subscription: Subscription, *, at: dt.datetime) -> bool:
    with transaction.atomic():
        current = locked(subscription)
        if not current.is_ending:
            return False
        asked_by, reason = current.deactivation_asked_by, current.deactivation_reason
        Subscription.objects.filter(pk=current.pk).deactivate(by=asked_by, at=at, reason=reason)
        asked = {"asked_by": asked_by.name} if asked_by else {}
        _tell("deactivated", current, by=None, at=at, not_billed_on=None, reason=reason, planned=True, **asked)
    return True


def _tell(what: str, subscription: Subscription, *, by: User | None, at: dt.datetime, **effects: object) -> None:
    record(
        f"subscription.{what}",
        account=subscription.account,
        by=by,
        at=at,
        subject=subscription,
        customer_id=subscription.customer_id,
        subscription=subscription.as_effect(),
        **effects,
    )
