"""The settings of an account."""

import datetime as dt
from typing import TypedDict, Unpack

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.lifecycle.changes import changed


class AccountFacts(TypedDict, total=False):
    """What an owner decides about the account; the plan is decided elsewhere."""

    name: str
    language: str
    time_zone: str
    currency: str
    morning_hour: int
    merges_subscription_invoices: bool


def change_account(account: Account, *, by: User, at: dt.datetime, **facts: Unpack[AccountFacts]) -> Account:
    """Change the facts given; amounts of documents that exist keep their currency. Raises NotAllowed, ValidationError."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        changes = changed(account, **facts)
        if changes:
            account.full_clean(exclude=["id"], validate_constraints=False)
            account.save(update_fields=[change["field"] for change in changes])
            record("account.changed", account=account, by=by, at=at, subject=account, changes=changes)
    return account
