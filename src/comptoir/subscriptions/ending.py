"""Stopping a subscription, for good: there is no way back, on purpose (R7)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.subscriptions import movements
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.records import locked
from comptoir.subscriptions.refusals import ChangedMeanwhile


def deactivate(
    subscription: Subscription,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    fingerprint: str | None = None,
) -> Subscription:
    """Deactivate a subscription: nothing is billed from it from now on, whatever is running at this moment (G3).

    Irreversible; the database refuses to bring it back. Invoices already made stay. Deactivating it again changes
    nothing and leaves no second activity. `fingerprint` is that of what the person was shown: ChangedMeanwhile, and
    nothing done, if another invoice would be the first not to be made. Needs the subscription right (NotAllowed).
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        current = locked(subscription)
        if fingerprint is not None and not current.is_deactivated and fingerprint != current.fingerprint:
            raise ChangedMeanwhile
        not_billed_on = current.bill_on
        if Subscription.objects.filter(pk=current.pk).deactivate(by=by, at=at, reason=reason):
            current.refresh_from_db()
            movements.note([current], on=current.account.day(at), at=at, reason=reason)
            record(
                "subscription.deactivated",
                account=current.account,
                by=by,
                at=at,
                subject=current,
                customer_id=current.customer_id,
                subscription=current.as_effect(),
                not_billed_on=not_billed_on,
                reason=reason,
            )
    return current


def deactivate_all(
    subscriptions: Sequence[Subscription], *, by: User | None, at: dt.datetime, on: dt.date, reason: str = ""
) -> None:
    """Deactivate all of them, in the same few statements however many there are.

    For a verb that spans them and has locked them: it asks for the right, and writes the activity.
    """
    Subscription.objects.filter(pk__in=[each.pk for each in subscriptions]).deactivate(by=by, at=at, reason=reason)
    for each in subscriptions:
        each.deactivated_at, each.deactivated_by, each.deactivation_reason = at, by, reason
    movements.note(subscriptions, on=on, at=at, reason=reason)
