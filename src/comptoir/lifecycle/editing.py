"""Editing a customer, and what follows from it elsewhere."""

import datetime as dt
from typing import Unpack

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.custom_fields.values import Given
from comptoir.customers import records
from comptoir.customers.facts import Facts
from comptoir.customers.models import Customer
from comptoir.subscriptions.following import follow_payment_term


def edit(
    customer: Customer,
    *,
    by: User | None,
    at: dt.datetime,
    seen: dt.datetime | None = None,
    custom: Given | None = None,
    **facts: Unpack[Facts],
) -> Customer:
    """Change the fields given, and of the account's own fields those in `custom`. Another payment term also becomes
    that of the customer's active subscriptions.

    All of it is one transaction and one activity; none when nothing differs. `seen` is the `updated_at` that the
    editor was shown. Raises NotAllowed, ChangedMeanwhile, and ValidationError with an entry for each field at fault.
    """
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        kept = records.locked(customer)
        changes = records.change(kept, at=at, seen=seen, **facts)
        custom_changes = records.change_custom(kept, custom, at=at)
        if not changes and not custom_changes:
            return kept
        followed = []
        if any(change["field"] == "payment_term" for change in changes):
            followed = follow_payment_term(kept, at=at)
        record(
            "customer.edited",
            account=kept.account,
            by=by,
            at=at,
            subject=kept,
            customer_id=kept.pk,
            name=kept.name,
            changes=changes,
            custom=custom_changes,
            subscriptions=followed,
        )
    return kept
