"""Checking and running an import: asked for by a person, done by whoever claims it, never by two.

What is written is one transaction, which ends only if the claim still holds: whoever lost it, or crashed, leaves nothing.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.utils import OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Right, require
from comptoir.activities.record import record
from comptoir.transfer.importing import undoing
from comptoir.transfer.importing.customers_in import CustomersIn
from comptoir.transfer.importing.going import Going
from comptoir.transfer.importing.invoices_in import InvoicesIn
from comptoir.transfer.importing.progress import Telling
from comptoir.transfer.importing.refusals import NotNow, NotRight
from comptoir.transfer.importing.starting import locked
from comptoir.transfer.models import Import, ImportKind, ImportState
from comptoir.transfer.reading import open_table

Clock = Callable[[], dt.datetime]
Stop = Callable[[], bool]
logger = logging.getLogger(__name__)

SMALL = 500
"""Rows that are worked through at once, while the person waits; more are left to the worker."""
SILENT_FOR = dt.timedelta(minutes=15)
"""Whoever claimed an import and gave no sign of life for so long has crashed."""
BEFORE = {
    ImportState.CHECKING: ImportState.UPLOADED,
    ImportState.RUNNING: ImportState.CHECKED,
    ImportState.UNDOING: ImportState.DONE,
}
"""Where an import goes back to when its work was cut off."""


class Stopped(Exception):
    """The worker was asked to stop; the work is begun again later."""


class ClaimLost(Exception):
    """Somebody else decided about the import meanwhile; what was written is taken back."""


def check(importing: Import, *, by: User, at: dt.datetime) -> Import:
    """Ask that every row be read and checked; nothing is written. Raises NotAllowed and NotNow."""
    return _ask(importing, ImportState.CHECKING, since=(ImportState.UPLOADED, ImportState.CHECKED), by=by, at=at)


def run(importing: Import, *, by: User, at: dt.datetime) -> Import:
    """Ask that a checked file be imported, all of it. Raises NotAllowed, NotNow, and NotRight when rows are at fault."""
    return _ask(importing, ImportState.RUNNING, since=(ImportState.CHECKED,), by=by, at=at)


def undo(importing: Import, *, by: User, at: dt.datetime) -> Import:
    """Ask that what an import made be taken back, all of it or, when something was touched since, nothing."""
    return _ask(importing, ImportState.UNDOING, since=(ImportState.DONE,), by=by, at=at)


def work_on(importing: Import, *, clock: Clock, stop: Stop = lambda: False) -> bool:
    """Claim the import and do what was asked; False when another has claimed it, or nothing is asked.

    What goes wrong is kept with the import, in the language of whoever asked.
    """
    claim = uuid.uuid4()
    waiting = Import.objects.under_way().filter(pk=importing.pk, claim__isnull=True)
    if not waiting.update(claim=claim, claimed_at=clock(), progress=0):
        return False
    kept = Import.objects.select_related("account", "asked_by").get(pk=importing.pk)
    assert kept.asked_by is not None
    try:
        with translation.override(kept.asked_by.language):
            _WORKS[kept.state](kept, kept.asked_by, clock, stop)
    except Stopped:
        _mine(kept).update(claim=None, claimed_at=None, progress=0)
    except ClaimLost:
        logger.warning("The import %s was decided about by another.", kept.pk)
    except Exception as error:
        _mine(kept).update(state=BEFORE[ImportState(kept.state)], claim=None, claimed_at=None, progress=0)
        if not isinstance(error, OperationalError):
            with translation.override(kept.asked_by.language):
                _say(kept, _("Something failed, and nothing was changed. Try again; the log of the server says more."))
        raise
    return True


def work_on_next(*, clock: Clock, stop: Stop = lambda: False) -> bool:
    """Do what has waited longest, of whichever account; False when nothing waits."""
    waiting = Import.objects.waiting().first()
    return waiting is not None and work_on(waiting, clock=clock, stop=stop)


def sweep(*, at: dt.datetime) -> int:
    """Take work back from those who crashed: nothing of it was done, and a person may ask again. Returns how much."""
    silent = Import.objects.under_way().filter(claim__isnull=False, claimed_at__lt=at - SILENT_FOR)
    swept = 0
    for state, before in BEFORE.items():
        swept += silent.filter(state=state).update(state=before, claim=None, claimed_at=None, progress=0)
    return swept


def _ask(importing: Import, state: ImportState, *, since: tuple[ImportState, ...], by: User, at: dt.datetime) -> Import:
    _require(importing, by)
    with transaction.atomic():
        kept = locked(importing)
        if kept.state not in since:
            raise NotNow
        if state == ImportState.RUNNING and kept.problem_count:
            raise NotRight
        kept.state, kept.asked_at, kept.asked_by, kept.claim, kept.progress = state, at, by, None, 0
        kept.save(update_fields=["state", "asked_at", "asked_by", "claim", "progress"])
    return kept


def _require(importing: Import, by: User) -> None:
    require(by, importing.right)
    if importing.options.get("add_customers"):
        require(by, Right.CUSTOMERS)


def _check(importing: Import, by: User, clock: Clock, stop: Stop) -> None:
    going = _go(importing, by, clock(), clock, stop, writing=False)
    _end(importing, ImportState.CHECKED, going)


def _run(importing: Import, by: User, clock: Clock, stop: Stop) -> None:
    at = clock()
    try:
        _require(importing, by)
        with transaction.atomic():
            _one_at_a_time(importing)
            going = _go(importing, by, at, clock, stop, writing=True)
            if going.problem_count:
                transaction.set_rollback(True)
            else:
                _end(importing, ImportState.DONE, going, finished_at=at)
                effects: dict[str, Any] = {"what": importing.kind, "name": importing.name, **+going.totals}
                record("import.done", account=importing.account, by=by, at=at, subject=importing, **effects)
    except NotAllowed as refusal:
        _end(importing, ImportState.CHECKED, None)
        _say(importing, str(refusal))
        return
    if going.problem_count:
        # Right when it was checked, and not any more: somebody else wrote meanwhile.
        _end(importing, ImportState.FAILED, going)


def _undo(importing: Import, by: User, clock: Clock, stop: Stop) -> None:
    at = clock()
    with transaction.atomic():
        _one_at_a_time(importing)
        touched = undoing.take_back(importing, by=by, at=at, tell=_Watching(importing, clock, stop))
        if touched:
            transaction.set_rollback(True)
        else:
            _end(importing, ImportState.UNDONE, None, undone_at=at)
            effects = {"what": importing.kind, "name": importing.name, **importing.totals}
            record("import.undone", account=importing.account, by=by, at=at, subject=importing, **effects)
    if touched:
        problems = [{"row": row, "column": "", "sentence": sentence} for row, sentence in touched]
        _end(importing, ImportState.DONE, None, problems=problems, problem_count=len(problems))


_WORKS = {ImportState.CHECKING: _check, ImportState.RUNNING: _run, ImportState.UNDOING: _undo}


def _go(importing: Import, by: User, at: dt.datetime, clock: Clock, stop: Stop, *, writing: bool) -> Going:
    kind = InvoicesIn if importing.kind == ImportKind.INVOICES else CustomersIn
    going: Going = kind(importing, by, at, writing)
    with importing.content.open() as content:
        table = open_table(content.file, encoding=importing.encoding, separator=importing.separator)
        going.through(table, tell=_Watching(importing, clock, stop))
    return going


def _one_at_a_time(importing: Import) -> None:
    """Of two imports of an account the later one sees what the earlier one wrote: both would add the same customer."""
    Account.objects.select_for_update(no_key=True).get(pk=importing.account_id)


class _Watching:
    """Says how far the work is, and stops it when asked."""

    def __init__(self, importing: Import, clock: Clock, stop: Stop) -> None:
        self._telling, self._stop = Telling(importing, clock), stop

    def __call__(self, done: int) -> None:
        if self._stop():
            raise Stopped
        self._telling(done)


def _end(importing: Import, state: ImportState, going: Going | None, **facts: object) -> None:
    """Leave the work with its result, unless the claim was lost."""
    if going is not None:
        problems = [{"row": each.row, "column": each.column, "sentence": each.sentence} for each in going.problems]
        facts |= {"totals": dict(+going.totals), "problems": problems, "problem_count": going.problem_count}
    if not _mine(importing).update(state=state, claim=None, claimed_at=None, **facts):
        raise ClaimLost


def _mine(importing: Import):  # type: ignore[no-untyped-def]
    return Import.objects.filter(pk=importing.pk, state=importing.state, claim=importing.claim)


def _say(importing: Import, sentence: str) -> None:
    problems = [{"row": 0, "column": "", "sentence": sentence}]
    Import.objects.filter(pk=importing.pk).update(problems=problems)
