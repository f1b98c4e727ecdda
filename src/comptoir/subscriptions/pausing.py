"""Pausing a subscription and letting it run again: the reversible sibling of deactivating it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.subscriptions import missing, movements
from comptoir.subscriptions.models import MissedPeriods, SkippedPeriod, Subscription
from comptoir.subscriptions.records import locked, skipped_ahead
from comptoir.subscriptions.refusals import (
    ChangedMeanwhile,
    PauseEndsTooEarly,
    SubscriptionDeactivated,
    SubscriptionEnded,
)


def pause(
    subscription: Subscription,
    *,
    by: User | None,
    at: dt.datetime,
    until: dt.date | None = None,
    missed: str = MissedPeriods.SKIP,
    fingerprint: str | None = None,
) -> Subscription:
    """Pause a subscription: nothing is billed from it before the day `until`, or before somebody resumes it.

    What was due before stays owed and is billed afterwards. `missed` says what becomes of the periods that begin
    meanwhile when the pause ends by itself. Pausing what is paused changes `until` and `missed`; the same again changes
    nothing and leaves no second activity. Refuses with SubscriptionDeactivated (also when it is told to end),
    SubscriptionEnded, PauseEndsTooEarly, and ChangedMeanwhile when `fingerprint`, that of what the person was shown, is
    no longer the subscription's. Needs the subscription right (NotAllowed).
    """
    require(by, Right.SUBSCRIPTIONS)
    missed = MissedPeriods(missed)
    with transaction.atomic():
        current = locked(subscription)
        _require_active(current)
        if current.is_paused and (current.paused_until, current.missed_periods) == (until, missed):
            return current
        if fingerprint is not None and fingerprint != current.fingerprint:
            raise ChangedMeanwhile
        if until is not None and until <= current.account.day(at):
            raise PauseEndsTooEarly
        told = {"until": until, "missed": missed}
        if current.is_paused:
            told["until_before"] = current.paused_until
            _pause(current, until, missed, at=at)
            _tell("pause_changed", current, by=by, at=at, **told)
            return current
        told["not_billed_on"] = current.bill_on
        current.paused_at, current.paused_by, current.bill_on = at, by, None
        _pause(current, until, missed, at=at)
        movements.note([current], on=current.account.day(at), at=at)
        _tell("paused", current, by=by, at=at, **told)
    return current


def pause_all(subscriptions: Sequence[Subscription], *, by: User | None, at: dt.datetime, on: dt.date) -> None:
    """Pause all of them until they are resumed, in the same few statements however many there are.

    For a verb that spans them and has locked them, active and not paused: it asks for the right, and writes the
    activity. `on` is the account's day of `at`.
    """
    for each in subscriptions:
        each.paused_at, each.paused_by, each.paused_until, each.bill_on = at, by, None, None
        each.missed_periods, each.updated_at = MissedPeriods.SKIP, at
    Subscription.objects.filter(pk__in=[each.pk for each in subscriptions]).update(
        paused_at=at, paused_by=by, paused_until=None, bill_on=None, missed_periods=MissedPeriods.SKIP, updated_at=at
    )
    movements.note(subscriptions, on=on, at=at)


def resume(
    subscription: Subscription, *, by: User | None, at: dt.datetime, missed: str, fingerprint: str | None = None
) -> Subscription:
    """Let a paused subscription run again from today on; what it owes is billed by the next nightly run.

    `missed` says what becomes of the periods that began meanwhile. One that is not paused is left alone. `fingerprint`
    is that of the `Missed` which the person was shown: ChangedMeanwhile, and nothing done, when it is another now.
    Refuses with SubscriptionDeactivated. Needs the subscription right (NotAllowed).
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        current = locked(subscription)
        if current.is_deactivated or current.is_ending:
            raise SubscriptionDeactivated
        if current.is_paused:
            on = runs_again_on(current, current.account.day(at))
            if fingerprint is not None and fingerprint != missing.missed(current, on=on).fingerprint:
                raise ChangedMeanwhile
            _resume(current, MissedPeriods(missed), by=by, at=at, on=on)
    return current


def resume_all(subscriptions: Sequence[Subscription], *, at: dt.datetime, on: dt.date) -> None:
    """Take the pauses of all of them back as if they had not been: what they missed is billed.

    For a verb that spans them and has locked them: it asks for the right, and writes the activity.
    """
    for each in subscriptions:
        _run_again(each, at=at)
    Subscription.objects.bulk_update(
        subscriptions, ["paused_at", "paused_by", "paused_until", "bill_on", "updated_at"], batch_size=None
    )
    movements.note(subscriptions, on=on, at=at)


def expire(account: Account, *, on: dt.date, at: dt.datetime) -> int:
    """Resume what the account has paused until the day `on` or an earlier one; returns how many.

    Each in a transaction of its own, with its activity, as of the day that was chosen: a run that comes late leaves
    nothing more out. An account whose plan has no subscriptions is left alone (R8).
    """
    if not account.has(Module.SUBSCRIPTIONS):
        return 0
    over = Subscription.objects.of(account).paused().filter(paused_until__lte=on).order_by("paused_until", "pk")
    return sum(_expire(subscription, on=on, at=at) for subscription in list(over))


def runs_again_on(subscription: Subscription, today: dt.date) -> dt.date:
    """If it is resumed today: today, or the day on which its pause was to end when no night has come to that yet."""
    return min(filter(None, (subscription.paused_until, today)))


def _expire(subscription: Subscription, *, on: dt.date, at: dt.datetime) -> bool:
    with transaction.atomic():
        current = locked(subscription)
        # Deactivated, resumed or paused for longer by somebody else since it was found.
        if not current.is_paused or current.paused_until is None or current.paused_until > on:
            return False
        _resume(current, MissedPeriods(current.missed_periods), by=None, at=at, on=current.paused_until)
    return True


def _require_active(subscription: Subscription) -> None:
    if subscription.is_deactivated or subscription.is_ending:
        raise SubscriptionDeactivated
    if subscription.is_ended:
        raise SubscriptionEnded


def _pause(subscription: Subscription, until: dt.date | None, missed: MissedPeriods, *, at: dt.datetime) -> None:
    subscription.paused_until, subscription.missed_periods, subscription.updated_at = until, missed, at
    subscription.save(
        update_fields=["paused_at", "paused_by", "paused_until", "missed_periods", "bill_on", "updated_at"]
    )


def _resume(
    subscription: Subscription, choice: MissedPeriods, *, by: User | None, at: dt.datetime, on: dt.date
) -> None:
    left_out = choice.left_out(subscription.missed_before(on), on=on)
    SkippedPeriod.objects.bulk_create(
        SkippedPeriod(subscription=subscription, starts_on=each.starts_on, ends_on=each.ends_on, skipped_at=at, by=by)
        for each in left_out
    )
    _run_again(subscription, at=at)
    subscription.look_ahead(skipped=skipped_ahead(subscription))
    subscription.save(
        update_fields=[
            *("paused_at", "paused_by", "paused_until", "updated_at"),
            *("periods_behind", "next_period_on", "bill_on"),
        ]
    )
    movements.note([subscription], on=on, at=at)
    skipped = [{"starts_on": each.starts_on, "ends_on": each.ends_on} for each in left_out]
    _tell("resumed", subscription, by=by, at=at, missed=choice, skipped=skipped, next_bill_on=subscription.bill_on)
    if subscription.is_ended:
        _tell("ended", subscription, by=by, at=at, ends_on=subscription.ends_on, skipped=True)


def _run_again(subscription: Subscription, *, at: dt.datetime) -> None:
    subscription.paused_at = subscription.paused_by = subscription.paused_until = None
    subscription.updated_at = at
    subscription.look_ahead()


def _tell(what: str, subscription: Subscription, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
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
