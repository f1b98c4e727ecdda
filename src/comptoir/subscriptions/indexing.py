"""Indexing: the prices of many subscriptions at once, all or none."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.core.batches import batched
from comptoir.subscriptions import movements
from comptoir.subscriptions.indexation import BATCH, Formula, Row, foresee
from comptoir.subscriptions.models import Indexation, IndexedSubscription, Subscription, SubscriptionLine
from comptoir.subscriptions.refusals import ChangedMeanwhile, NothingToIndex, NotInPlan


def index(
    account: Account,
    *,
    by: User | None,
    at: dt.datetime,
    formula: Formula,
    chosen: Collection[UUID],
    id: UUID,
    without: Collection[UUID] = (),
    fingerprint: str | None = None,
) -> Indexation:
    """Give the `chosen` subscriptions of the account but those `without` the prices of `formula`.

    They count from the next period of each; what is billed stays. What is over, or would not change, is left alone. All
    of it and one activity each are written in one transaction. The same `id` again gives back what was done, and does
    nothing. `fingerprint` is that of the preview of all that were chosen: ChangedMeanwhile, and nothing done, if it
    would come to something else. Refuses with NotInPlan (R8), NoSuchIndexation, and NothingToIndex. Needs the
    subscription right (NotAllowed). The number of statements grows by a few per 2,000 subscriptions.
    """
    require(by, Right.SUBSCRIPTIONS)
    if not account.has(Module.SUBSCRIPTIONS):
        raise NotInPlan
    formula.check()
    try:
        with transaction.atomic():
            subscriptions = _locked(account, chosen)
            # Asked behind the locks: the same form sent twice at once waits there for the other.
            if present := _present(account, id):
                return present
            foreseen = foresee(subscriptions, formula)
            if fingerprint is not None and fingerprint != foreseen.fingerprint:
                raise ChangedMeanwhile
            rows = [row for row in foreseen.rows if row.subscription.pk not in without]
            if not rows:
                raise NothingToIndex
            made = Indexation.objects.create(id=id, account=account, indexed_at=at, indexed_by=by, **vars(formula))
            for some in batched(rows, BATCH):
                _write(made, some, on=account.day(at))
    except IntegrityError:
        if present := _present(account, id):
            return present
        raise
    return made


def _locked(account: Account, chosen: Collection[UUID]) -> list[Subscription]:
    """The subscriptions as they are now, kept from others. In one order, so that no two such locks wait for each other."""
    found: list[Subscription] = []
    for some in batched(sorted(chosen), BATCH):
        ours = Subscription.objects.of(account).filter(pk__in=some)
        found += ours.select_for_update(of=("self",)).order_by("pk")
    return found


def _present(account: Account, id: UUID) -> Indexation | None:
    present: Indexation | None = Indexation.objects.of(account).filter(pk=id).first()
    return present


def _write(made: Indexation, rows: Collection[Row], *, on: dt.date) -> None:
    subscriptions = [row.subscription for row in rows]
    for each in subscriptions:
        each.updated_at = made.indexed_at
    # The rows are there and locked: “insert or update” is how a database takes many different values in one statement.
    Subscription.objects.bulk_create(
        subscriptions,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["tax_exclusive", "tax_inclusive", "taxes", "updated_at"],
    )
    SubscriptionLine.objects.bulk_create(
        [line for row in rows for line in row.lines],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["unit_price", "tax_exclusive"],
    )
    IndexedSubscription.objects.bulk_create(_indexed(made, row) for row in rows)
    movements.note(subscriptions, on=on, at=made.indexed_at)
    entries = [Entry(row.subscription, row.subscription.customer_id, _effects(made, row)) for row in rows]
    record_all("subscription.indexed", entries, account=made.account, by=made.indexed_by, at=made.indexed_at)


def _indexed(made: Indexation, row: Row) -> IndexedSubscription:
    return IndexedSubscription(
        indexation=made,
        subscription=row.subscription,
        currency=row.subscription.currency,
        before=row.before,
        after=row.subscription.tax_exclusive,
        monthly_before=row.monthly_before,
        monthly_after=row.monthly_after,
        first_period_on=row.first_period_on,
        first_bill_on=row.first_bill_on,
    )


def _effects(made: Indexation, row: Row) -> dict[str, object]:
    return {
        "indexation": made.pk,
        "percentage": made.change,
        "old_index": made.old_index,
        "new_index": made.new_index,
        "subscription": row.subscription.as_effect(),
        "amount_before": row.inclusive_before,
        "first_period_on": row.first_period_on,
        "first_bill_on": row.first_bill_on,
    }
