"""The account's own fields of a subscription that can no longer be edited, or whose billing is to be left alone."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.custom_fields.values import Given
from comptoir.invoicing.checking import check_custom, write_custom
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.records import locked, tell
from comptoir.subscriptions.refusals import ChangedMeanwhile


def annotate(
    subscription: Subscription, custom: Given, *, by: User | None, at: dt.datetime, seen: dt.datetime | None = None
) -> Subscription:
    """Change the account's own fields of a subscription, a deactivated one too. Nothing different leaves no activity.

    `seen` is the `updated_at` that the editor saw: ChangedMeanwhile if it is no longer that. Refuses what a field does
    not take (FieldsAtFault). Needs the subscription right (NotAllowed).
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        current = locked(subscription)
        if seen is not None and seen != current.updated_at:
            raise ChangedMeanwhile
        if changes := write_custom(current.pk, check_custom(current.account, "subscription", custom)):
            current.updated_at = at
            current.save(update_fields=["updated_at"])
            tell("annotated", current, by=by, at=at, custom=changes)
    return current
