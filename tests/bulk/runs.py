"""Runs to test with."""

import datetime as dt
from typing import Any

from comptoir.accounts.models import User
from comptoir.bulk.models import BulkRun
from comptoir.bulk.preparing import prepare
from comptoir.bulk.records import RECORDS
from comptoir.bulk.starting import start
from comptoir.bulk.working import work_on
from tests.factories import NOW

LATER = NOW + dt.timedelta(minutes=5)


def a_run(*records: Any, verb: str = "tag", about: str = "customer", by: User, **options: Any) -> BulkRun:
    """Prepared for these records, with what the verb is told."""
    rows = RECORDS[about].model.objects.filter(pk__in=[record.pk for record in records])  # type: ignore[index]
    return prepare(by.account, verb=verb, about=about, rows=rows, by=by, at=NOW, options=options)


def done(run: BulkRun, *, at: dt.datetime = LATER, **options: Any) -> BulkRun:
    """Started and worked through."""
    work_on(start(run, by=run.by, at=at, options=options), clock=lambda: at)
    run.refresh_from_db()
    return run


def results(run: BulkRun) -> dict[str, tuple[str, Any]]:
    """By the name of each row its state and the code of what is said of it."""
    return {row.name: (row.state, row.said.get("code")) for row in run.rows.order_by("position")}
