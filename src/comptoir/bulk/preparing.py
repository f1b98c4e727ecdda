"""Fixing which records something is to be done with, and taking single ones out again."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, CharField, JSONField, QuerySet, UUIDField, Value, Window
from django.db.models.functions import RowNumber

from comptoir.accounts.models import Account, User
from comptoir.bulk.models import LONGEST_ADDRESS, About, BulkRow, BulkRun, RowState, RunState
from comptoir.bulk.records import RECORDS
from comptoir.bulk.refusals import NoSuchVerb, NothingToDo, NotNow, TooMany
from comptoir.bulk.verbs import VERBS
from comptoir.core.ids import new_id

MOST = 100_000
"""Rows of one run. Whoever chose more has forgotten to narrow the list."""
KEPT_FOR = dt.timedelta(days=1)
"""What was prepared and never started is forgotten then."""
COLUMNS = ("run_id", "position", "record_id", "name", "left_out", "state", "said")


def prepare(
    account: Account,
    *,
    verb: str,
    about: str,
    rows: "QuerySet[Any]",
    by: User,
    at: dt.datetime,
    options: dict[str, Any] | None = None,
    came_from: str = "",
    id: UUID | None = None,
) -> BulkRun:
    """Write down which of the account's records (`rows`, of the kind that `about` says) `verb` is to be done with.

    Nothing is done with them yet. The list is fixed: who comes to answer the same question later is not in it. With an
    `id` that the account has already, that run is given back. Raises NotAllowed, NoSuchVerb, NothingToDo and TooMany.
    """
    if verb not in VERBS or about not in VERBS[verb].rights:
        raise NoSuchVerb
    VERBS[verb].require(about, by)
    if id and (present := BulkRun.objects.of(account).filter(pk=id).first()):
        return present  # type: ignore[no-any-return]
    chosen = rows.order_by().values("pk")
    # Counted before anything is written, and never further than this: a million must be refused at once.
    count = chosen[: MOST + 1].count()
    if count > MOST:
        raise TooMany(MOST)
    if not count:
        raise NothingToDo
    run = BulkRun(id=id or new_id(), account=account, verb=verb, about=about, options=options or {}, by=by)
    run.created_at, run.came_from = at, came_from if len(came_from) <= LONGEST_ADDRESS else ""
    with transaction.atomic():
        _forget(account, by=by, before=at - KEPT_FOR)
        run.save(force_insert=True)
        run.total = _write_rows(run, chosen)
        if not run.total:
            raise NothingToDo
        run.save(update_fields=["total"])
    return run


def leave_out(run: BulkRun, ids: Iterable[UUID], *, by: User) -> BulkRun:
    """Take records out of a prepared run: nothing will be done with them. Raises NotAllowed and NotNow."""
    return _set_left_out(run, ids, True, by=by)


def take_in(run: BulkRun, ids: Iterable[UUID], *, by: User) -> BulkRun:
    """Take records back into a prepared run that were left out. Raises NotAllowed and NotNow."""
    return _set_left_out(run, ids, False, by=by)


def discard(run: BulkRun, *, by: User) -> None:
    """Forget a run that was never started. A second time does nothing. Raises NotAllowed and NotNow."""
    VERBS[run.verb].require(run.about, by)
    with transaction.atomic():
        kept = BulkRun.objects.select_for_update().filter(pk=run.pk).first()
        if kept is None:
            return
        if not kept.is_prepared:
            raise NotNow
        kept.delete()


def locked(run: BulkRun) -> BulkRun:
    """The run as it is now, kept from others until the transaction ends."""
    rows = BulkRun.objects.select_for_update(of=("self",), no_key=True).select_related("account", "by")
    found: BulkRun = rows.get(pk=run.pk)
    return found


def _write_rows(run: BulkRun, chosen: "QuerySet[Any]") -> int:
    """Write a row for each of the chosen records, in the order of their kind, in one statement. Returns how many."""
    records = RECORDS[About(run.about)]
    # The chosen ones are asked for by id, so that one that a search found twice is one row.
    rows = (
        records.model.objects.of(run.account)
        .filter(pk__in=chosen)
        .annotate(
            of_run=Value(run.pk, UUIDField()),
            place=Window(RowNumber(), order_by=[*records.order, "pk"]),
            called=records.name(),
            is_left_out=Value(False, BooleanField()),
            its_state=Value(RowState.WAITING.value, CharField()),
            nothing_said=Value({}, JSONField()),
        )
        .order_by()
        .values_list("of_run", "place", "pk", "called", "is_left_out", "its_state", "nothing_said")
    )
    query, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {BulkRow._meta.db_table} ({', '.join(COLUMNS)}) {query}", values)
        return int(cursor.rowcount)


def _set_left_out(run: BulkRun, ids: Iterable[UUID], left_out: bool, *, by: User) -> BulkRun:
    VERBS[run.verb].require(run.about, by)
    with transaction.atomic():
        kept = locked(run)
        if not kept.is_prepared:
            raise NotNow
        changed = kept.rows.filter(record_id__in=list(ids), left_out=not left_out).update(left_out=left_out)
        kept.total += -changed if left_out else changed
        kept.save(update_fields=["total"])
    return kept


def _forget(account: Account, *, by: User, before: dt.datetime) -> None:
    BulkRun.objects.of(account).filter(by=by, state=RunState.PREPARED, created_at__lt=before).delete()
