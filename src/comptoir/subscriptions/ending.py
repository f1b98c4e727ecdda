"""Stopping a subscription, for good: there is no way back, on purpose (R7)."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.records import locked
from comptoir.subscriptions.refusals import ChangedMeanwhile


def deactivate(
    subscription: Subscription, *, by: User | None, at: dt.datetime, fingerprint: str | None = None
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
        if Subscription.objects.filter(pk=current.pk).deactivate(by=by, at=at):
            current.refresh_from_db()
            record(
                "subscription.deactivated",
                account=current.account,
                by=by,
                at=at,
                subject=current,
                customer_id=current.customer_id,
                subscription=current.as_effect(),
                not_billed_on=not_billed_on,
            )
    return current
