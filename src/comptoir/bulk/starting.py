"""Starting a run, stopping it on its way, and going on with it."""

import datetime as dt
from typing import Any

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.bulk.models import BulkRun, RunState
from comptoir.bulk.preparing import locked
from comptoir.bulk.refusals import NothingToDo, NotNow
from comptoir.bulk.verbs import VERBS


def start(run: BulkRun, *, by: User, at: dt.datetime, options: dict[str, Any] | None = None) -> BulkRun:
    """Ask that a prepared run be done, with what the verb is told. Asked a second time, it changes nothing.

    Raises NotAllowed, NothingToDo when every row was left out, and what the verb's own check refuses: ValidationError
    with an entry for each field at fault, or a refusal of its own. NotNow when it was cancelled meanwhile.
    """
    verb = VERBS[run.verb]
    verb.require(run.about, by)
    with transaction.atomic():
        kept = locked(run)
        if kept.is_under_way or kept.state == RunState.DONE:
            return kept
        if not kept.is_prepared:
            raise NotNow
        if not kept.total:
            raise NothingToDo
        kept.options = verb.check(kept, {**kept.options, **(options or {})}, by=by, at=at)
        _let_go(kept, by=by, at=at)
    return kept


def cancel(run: BulkRun, *, by: User, at: dt.datetime) -> BulkRun:
    """Stop a run after the batch at hand: what is done stays done, the rest stays as it is. A second time: nothing.

    Raises NotAllowed, and NotNow when it was not started, or has ended.
    """
    VERBS[run.verb].require(run.about, by)
    with transaction.atomic():
        kept = locked(run)
        if kept.state == RunState.CANCELLED:
            return kept
        if not kept.is_under_way:
            raise NotNow
        kept.state, kept.claim, kept.claimed_at, kept.finished_at = RunState.CANCELLED, None, None, at
        kept.save(update_fields=["state", "claim", "claimed_at", "finished_at"])
    return kept


def resume(run: BulkRun, *, by: User, at: dt.datetime) -> BulkRun:
    """Go on with a cancelled run where it was stopped. Raises NotAllowed, and NotNow when it has ended."""
    VERBS[run.verb].require(run.about, by)
    with transaction.atomic():
        kept = locked(run)
        if kept.is_under_way:
            return kept
        if kept.state != RunState.CANCELLED:
            raise NotNow
        _let_go(kept, by=by, at=at)
    return kept


def _let_go(run: BulkRun, *, by: User, at: dt.datetime) -> None:
    run.state, run.by, run.asked_at, run.finished_at = RunState.WAITING, by, at, None
    run.claim = run.claimed_at = None
    run.save(update_fields=["state", "by", "asked_at", "finished_at", "claim", "claimed_at", "options"])
