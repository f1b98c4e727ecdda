"""Giving many customers another account manager."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.customers.changes import differences, snapshot
from comptoir.customers.facts import Facts, checked
from comptoir.customers.models import Customer


def assign_all(
    ids: Collection[UUID], *, account: Account, to: User | None, by: User | None, at: dt.datetime
) -> dict[UUID, bool]:
    """Make `to` the account manager of the account's customers of these ids; None: they have none any more.

    All or none, with an activity for each that it changes, in a number of statements that does not grow with them. Says
    of each whether it was another's before; those that are gone are not in the answer. Raises NotAllowed, and
    ValidationError for somebody of another account.
    """
    require(by, Right.CUSTOMERS)
    facts = Facts(responsible_user=to)
    checked(facts, account=account, kind="")
    with transaction.atomic():
        # First the rows alone: PostgreSQL gives a row that it waited for as it is now, but joined to what it was before.
        kept = Customer.objects.of(account).filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        there = list(kept.values_list("pk", flat=True))
        changed = set()
        entries = []
        for customer in Customer.objects.filter(pk__in=there).select_related("responsible_user").order_by("pk"):
            before = snapshot(customer, facts)
            if customer.responsible_user_id == (to and to.pk):
                continue
            customer.responsible_user = to
            changes = differences(before, snapshot(customer, facts))
            changed.add(customer.pk)
            entries.append(Entry(customer, customer.pk, {"name": customer.name, "changes": changes}))
        Customer.objects.filter(pk__in=changed).update(responsible_user=to, updated_at=at)
        record_all("customer.edited", entries, account=account, by=by, at=at)
    return {pk: pk in changed for pk in there}
