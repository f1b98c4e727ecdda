"""The account's own fields of a subscription that can no longer be edited, or whose billing is to be left alone."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.custom_fields.values import Given, write
from comptoir.invoicing.checking import check_custom
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.records import locked, tell


def annotate(subscription: Subscription, custom: Given, *, by: User | None, at: dt.datetime) -> Subscription:
    """Change the account's own fields of a subscription, a deactivated one too. Nothing different leaves no activity.

    Refuses what a field does not take (FieldsAtFault). Needs the subscription right (NotAllowed).
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        current = locked(subscription)
        if changes := write(current.pk, check_custom(current.account, "subscription", custom)):
            tell("annotated", current, by=by, at=at, custom=changes)
    return current
