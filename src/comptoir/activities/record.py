"""The only way to write the timeline."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.core.inserting import change_and_insert, insert_all
from comptoir.core.making import new_row
from comptoir.core.statements import Statement


class OutsideTransaction(Exception):
    """An activity was about to be written on its own, without the state it speaks of (G4)."""


def record(
    kind: str,
    *,
    account: Account,
    by: User | None,
    at: dt.datetime,
    subject: models.Model,
    customer_id: uuid.UUID | None = None,
    **effects: Any,
) -> Activity:
    """Write that `kind` ("customer.deactivated") happened to `subject`, on the timeline of the customer.

    Call it inside the transaction that changes the state; raises OutsideTransaction otherwise. Amounts and days in
    `effects` are kept as text ("121.00", "2026-11-24").
    """
    entry = Entry(subject, customer_id, effects)
    return record_all(kind, [entry], account=account, by=by, at=at)[0]


@dataclass(frozen=True)
class Entry:
    """To whom something happened, and with which effects, when it happens to many at once."""

    subject: models.Model
    customer_id: uuid.UUID | None = None
    effects: dict[str, Any] = field(default_factory=dict)


def record_all(
    kind: str, entries: Iterable[Entry], *, account: Account, by: User | None, at: dt.datetime
) -> list[Activity]:
    """Write that `kind` happened to each of `entries`, in one statement; otherwise like `record`."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(kind)
    return insert_all(_row(kind, entry, account=account, by=by, at=at) for entry in entries)


def change_and_record(
    change: Statement, kind: str, entry: Entry, *, account: Account, by: User | None, at: dt.datetime
) -> int:
    """Do `change` and, if it changed its row, write that `kind` happened; both in one transaction, and on PostgreSQL in one
    journey. Returns how many rows were changed: 1 or 0. Otherwise like `record`."""
    return change_and_insert(change, _row(kind, entry, account=account, by=by, at=at))


def hand_on(account: Account, *, customer_id: uuid.UUID, to: uuid.UUID) -> int:
    """Let all that stands on the timeline of a customer stand on that of another; returns how much that was.

    What it tells stays as it was written. Call it inside the transaction that merges the two; raises OutsideTransaction
    otherwise.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("hand_on")
    return Activity.objects.of(account).filter(customer_id=customer_id).update(customer_id=to)


def _row(kind: str, entry: Entry, *, account: Account, by: User | None, at: dt.datetime) -> Activity:
    return new_row(
        Activity,
        account_id=account.pk,
        kind=kind,
        at=at,
        by_id=by.pk if by else None,
        customer_id=entry.customer_id,
        subject_type=entry.subject._meta.model_name or "",
        subject_id=entry.subject.pk,
        effects=_plain(entry.effects),
    )


def _plain(value: Any) -> Any:
    if type(value) is str:  # first, as most are: one activity may name thousands of invoices
        return value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value
