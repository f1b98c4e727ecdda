"""Changing an account's plan: what a smaller one takes away is counted, confirmed and told (R8)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import MODULES, Module, Plan
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record, record_all
from comptoir.subscriptions import ending
from comptoir.subscriptions.models import Subscription, SubscriptionQuerySet


class MustConfirm(Exception):
    """Subscriptions would be deactivated for good, and nobody has confirmed their number, which is `how_many`."""

    def __init__(self, how_many: int) -> None:
        self.how_many = how_many
        super().__init__(how_many)


def lost_with(account: Account, plan: str) -> SubscriptionQuerySet:
    """The subscriptions that `plan` would deactivate for good: all that are running, paused or about to end."""
    ours = Subscription.objects.of(account)
    if Module.SUBSCRIPTIONS in MODULES[Plan(plan)]:
        return ours.none()
    return ours.filter(Q(next_period_on__isnull=False) | Q(deactivates_on__isnull=False), deactivated_at__isnull=True)


def change_plan(account: Account, *, plan: str, by: User, at: dt.datetime, confirmed: int | None = None) -> Account:
    """Give the account another plan, from now on. What its modules made stays, and can be read.

    On a plan without subscriptions, those that are active are deactivated for good (R7): `confirmed` must be their
    number, so that whoever decides knows it. MustConfirm otherwise, and nothing is done. The same plan again changes
    nothing. One activity for the account and one for each subscription. Needs the settings right (NotAllowed).
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        before, after = account.plan, Plan(plan)
        if before == after:
            return account
        lost = list(lost_with(account, after).order_by("pk").select_for_update(of=("self",)))
        if lost and confirmed != len(lost):
            raise MustConfirm(len(lost))
        if lost:
            _deactivate(lost, account, by=by, at=at)
        account.plan = after
        account.save(update_fields=["plan"])
        effects: dict[str, Any] = {"before": before, "after": after.value, "subscriptions": len(lost)}
        record("account.plan_changed", account=account, by=by, at=at, subject=account, **effects)
    return account


def _deactivate(lost: list[Subscription], account: Account, *, by: User, at: dt.datetime) -> None:
    entries = [
        Entry(each, each.customer_id, {"subscription": each.as_effect(), "not_billed_on": each.bill_on, "reason": ""})
        for each in lost
    ]
    ending.deactivate_all(lost, by=by, at=at, on=account.day(at))
    record_all("subscription.deactivated", entries, account=account, by=by, at=at)
