"""Doing what was asked of many records: batch by batch, each row exactly once, whatever stops or crashes.

A batch is one transaction that holds the run's row, writes the effects and the results of its rows, and ends only if
the claim still holds: whoever lost it, was cancelled or crashed leaves nothing of the batch at hand.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import OperationalError
from django.utils import translation

from comptoir.accounts.rights import NotAllowed
from comptoir.bulk import results
from comptoir.bulk.models import BulkRow, BulkRun, RowState, RunState
from comptoir.bulk.verbs import VERBS

Clock = Callable[[], dt.datetime]
Stop = Callable[[], bool]
logger = logging.getLogger(__name__)

BATCH = 500
"""Rows of one transaction."""
AT_ONCE = 5_000
"""Rows that are done before others have their turn."""
SMALL = 200
"""Rows that are done at once, while the person waits; more are left to the worker."""
SILENT_FOR = dt.timedelta(minutes=15)
"""Whoever claimed a run and gave no sign of life for so long has crashed."""


class ClaimLost(Exception):
    """The run was cancelled, or taken over by another; the batch at hand is taken back."""


def work_on(run: BulkRun, *, clock: Clock, stop: Stop = lambda: False, limit: int = AT_ONCE) -> bool:
    """Claim the run and do up to `limit` of its rows; the next call goes on. False when there is nothing to claim."""
    claim = uuid.uuid4()
    free = BulkRun.objects.under_way().filter(pk=run.pk, claim__isnull=True)
    if not free.update(claim=claim, claimed_at=clock(), state=RunState.RUNNING):
        return False
    mine = BulkRun.objects.select_related("account", "by").get(pk=run.pk)
    try:
        with translation.override(mine.by.language):
            _through(mine, claim, clock, stop, limit)
    except ClaimLost:
        logger.info("The run %s was cancelled or taken over.", mine.pk)
    finally:
        BulkRun.objects.filter(pk=mine.pk, claim=claim).update(claim=None, claimed_at=None)
    return True


def work_on_next(*, clock: Clock, stop: Stop = lambda: False) -> bool:
    """Go on with what has waited longest, of whichever account; False when nothing waits."""
    waiting = BulkRun.objects.waiting().first()
    return waiting is not None and work_on(waiting, clock=clock, stop=stop)


def sweep(*, at: dt.datetime) -> int:
    """Let others go on with what those had claimed who crashed. Returns how many runs."""
    silent = BulkRun.objects.under_way().filter(claim__isnull=False, claimed_at__lt=at - SILENT_FOR)
    return silent.update(claim=None, claimed_at=None)


def _through(run: BulkRun, claim: uuid.UUID, clock: Clock, stop: Stop, limit: int) -> None:
    done = 0
    while not stop():
        rows = list(_waiting(run)[:BATCH])
        if not rows:
            _finish(run, claim, at=clock())
            return
        if done >= limit:
            return
        _do(run, claim, rows, clock)
        done += len(rows)


def _do(run: BulkRun, claim: uuid.UUID, rows: Sequence[BulkRow], clock: Clock) -> None:
    """Do the rows in one transaction; when that cannot be, each half in its own, down to the row at fault."""
    at = clock()
    try:
        _in_one(run, claim, rows, lambda: VERBS[run.verb].do(run, rows, at=at), at=at)
    except (ClaimLost, OperationalError):
        # Nobody's fault: the connection, a lock that was waited for in a circle, or somebody's decision.
        raise
    except NotAllowed as refusal:
        # Whoever started it may no longer: true of every row alike.
        _refuse(run, claim, rows, refusal, at=at)
    except Exception as error:
        if len(rows) == 1:
            _refuse(run, claim, rows, error, at=at)
            return
        half = len(rows) // 2
        _do(run, claim, _anew(rows[:half]), clock)
        _do(run, claim, _anew(rows[half:]), clock)


def _in_one(
    run: BulkRun, claim: uuid.UUID, rows: Sequence[BulkRow], act: Callable[[], None], *, at: dt.datetime
) -> None:
    with transaction.atomic():
        kept = _held(run, claim)
        act()
        results.write(rows)
        kept.progress += len(rows)
        kept.claimed_at = at
        kept.save(update_fields=["progress", "claimed_at"])


def _held(run: BulkRun, claim: uuid.UUID) -> BulkRun:
    """The run, kept from others until the transaction ends, as long as it is still ours."""
    rows = BulkRun.objects.select_for_update(no_key=True).filter(pk=run.pk, claim=claim, state=RunState.RUNNING)
    kept: BulkRun | None = rows.first()
    if kept is None:
        raise ClaimLost
    return kept


def _refuse(run: BulkRun, claim: uuid.UUID, rows: Sequence[BulkRow], error: Exception, *, at: dt.datetime) -> None:
    sentence = _sentence(error)
    if not sentence:
        logger.error("%s of %s failed", run.verb, rows[0].record_id, exc_info=error)
    for row in rows:
        row.refuse("refused", sentence=sentence) if sentence else row.refuse("failed")
    _in_one(run, claim, rows, lambda: None, at=at)


def _sentence(error: Exception) -> str:
    """What a refusal says to people; nothing for what nobody foresaw."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    is_ours = type(error).__module__.startswith("comptoir.")
    return str(error) if is_ours else ""


def _finish(run: BulkRun, claim: uuid.UUID, *, at: dt.datetime) -> None:
    mine = BulkRun.objects.filter(pk=run.pk, claim=claim, state=RunState.RUNNING)
    if not mine.update(state=RunState.DONE, claim=None, claimed_at=None, finished_at=at):
        raise ClaimLost


def _waiting(run: BulkRun):  # type: ignore[no-untyped-def]
    return run.rows.filter(state=RowState.WAITING, left_out=False).order_by("position")


def _anew(rows: Sequence[BulkRow]) -> Sequence[BulkRow]:
    for row in rows:
        row.state, row.said = RowState.WAITING, {}
    return rows
