"""Giving many deals to somebody."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.deals.models import Deal


def assign_all(
    ids: Collection[UUID], *, account: Account, to: User | None, by: User | None, at: dt.datetime
) -> dict[UUID, bool]:
    """Make `to` responsible for the account's deals of these ids, closed ones too; None: nobody is any more.

    All or none, with an activity for each that it changes, in a number of statements that does not grow with them. Says
    of each whether it was another's before; those that are gone are not in the answer. Raises NotAllowed, and
    ValidationError for who is not an active user of the account.
    """
    require(by, Right.DEALS)
    if to is not None and (to.account_id != account.pk or not to.is_active):
        raise ValidationError({"responsible_user": _("Choose one from the list.")})
    with transaction.atomic():
        # First the rows alone, as `records.locked` does.
        kept = Deal.objects.of(account).filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        there = list(kept.values_list("pk", flat=True))
        known = Deal.objects.filter(pk__in=there).select_related("responsible_user", "phase").order_by("pk")
        others = [deal for deal in known if deal.responsible_user_id != (to and to.pk)]
        entries = [_edited(deal, to) for deal in others]
        changed = {deal.pk for deal in others}
        facts = {"responsible_user": to, "updated_at": at, "last_activity_on": account.day(at)}
        Deal.objects.filter(pk__in=changed).update(**facts)
        record_all("deal.edited", entries, account=account, by=by, at=at)
    return {pk: pk in changed for pk in there}


def _edited(deal: Deal, to: User | None) -> Entry:
    change = {"field": "responsible_user", "old": _name(deal.responsible_user), "new": _name(to)}
    return Entry(deal, deal.customer_id, {"deal": deal.as_effect(), "changes": [change]})


def _name(user: User | None) -> str | None:
    return str(user) if user else None
