"""Bringing files in, in one word."""

import datetime as dt
import io
import itertools
from collections.abc import Sequence
from typing import Any

from comptoir.accounts.models import Account, User
from comptoir.transfer.importing import starting, working
from comptoir.transfer.models import Import
from tests.factories import NOW
from tests.transfer.sheets import a_csv

LATER = NOW + dt.timedelta(hours=1)


def an_upload(
    account: Account,
    by: User,
    *rows: Sequence[str],
    kind: str = "customers",
    content: io.BytesIO | None = None,
    **options: Any,
) -> Import:
    """A file that was brought, its columns chosen as proposed."""
    content = content or a_csv(*rows)
    brought = starting.start(
        account=account, kind=kind, name="list.csv", content=content, by=by, at=NOW, options=options
    )
    chosen = {"mapping": brought.mapping, "formats": brought.formats, "options": brought.options}
    return starting.map_columns(brought, **chosen, by=by, at=NOW)


def checked(importing: Import, *, by: User, at: dt.datetime = NOW) -> Import:
    """The import after it was checked."""
    return _worked(working.check(importing, by=by, at=at), at)


def run(importing: Import, *, by: User, at: dt.datetime = NOW) -> Import:
    """The import after it was checked and run."""
    return _worked(working.run(checked(importing, by=by, at=at), by=by, at=at), at)


def undone(importing: Import, *, by: User, at: dt.datetime = LATER) -> Import:
    """The import after it was to be undone."""
    return _worked(working.undo(importing, by=by, at=at), at)


def problems(importing: Import) -> list[tuple[int, str, str]]:
    """What is wrong where."""
    return [(each["row"], each["column"], each["sentence"]) for each in importing.problems]


def _worked(importing: Import, at: dt.datetime) -> Import:
    # As in life: it is later whenever somebody looks.
    moments = (at + dt.timedelta(milliseconds=max(n - 1, 0)) for n in itertools.count())
    assert working.work_on(importing, clock=lambda: next(moments))
    return Import.objects.get(pk=importing.pk)
