"""Stopping a subscription, for good: there is no way back, on purpose (R7)."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.subscriptions.models import Subscription


def deactivate(subscription: Subscription, *, by: User | None, at: dt.datetime) -> Subscription:
    """Deactivate a subscription: nothing is billed from it from now on, whatever is running at this moment (G3).

    Irreversible; the database refuses to bring it back. Invoices already made stay. Deactivating it again changes
    nothing and leaves no second activity. Needs the subscription right (NotAllowed).
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        locked = Subscription.objects.select_for_update(of=("self",)).select_related("account").get(pk=subscription.pk)
        unbilled = locked.next_period
        if Subscription.objects.filter(pk=locked.pk).deactivate(by=by, at=at):
            locked.refresh_from_db()
            record(
                "subscription.deactivated",
                account=locked.account,
                by=by,
                at=at,
                subject=locked,
                customer_id=locked.customer_id,
                subscription=locked.as_effect(),
                not_billed_on=unbilled and unbilled.bill_on,
            )
    return locked
