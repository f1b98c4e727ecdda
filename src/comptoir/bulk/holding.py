"""Putting many invoices on hold, and releasing them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.bulk.models import BulkRow, BulkRun
from comptoir.bulk.records import ids
from comptoir.invoicing.many_holds import Held, hold_all, release_all


def hold(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Put the invoices on hold, for the reason and until the day that the run says."""
    until = dt.date.fromisoformat(run.options["until"]) if run.options.get("until") else None
    reason = run.options.get("reason", "")
    found = hold_all(ids(rows), account=run.account, by=run.by, at=at, reason=reason, until=until)
    for row in rows:
        _say(row, found.get(row.record_id))


def release(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Mark the invoices as no longer on hold."""
    found = release_all(ids(rows), account=run.account, by=run.by, at=at)
    for row in rows:
        if row.record_id not in found:
            row.refuse("gone")
        elif found[row.record_id]:
            row.done("released")
        else:
            row.unchanged("not_held")


def for_how_long(run: BulkRun, options: dict[str, Any], *, by: User, at: dt.datetime) -> dict[str, Any]:
    """A reason that fits, and a day that is still to come."""
    until, reason = str(options.get("until") or ""), str(options.get("reason") or "").strip()
    if until and dt.date.fromisoformat(until) <= run.account.day(at):
        raise ValidationError({"until": _("Choose a day after today.")})
    if len(reason) > 200:
        raise ValidationError({"reason": _("At most %(limit)s characters fit here.") % {"limit": 200}})
    return {"reason": reason, "until": until}


def _say(row: BulkRow, held: Held | None) -> None:
    if held is None:
        row.refuse("gone")
    elif held.is_new:
        row.done("held_leaving" if held.is_leaving else "held")
    elif held.invoice.is_settled:
        row.unchanged("settled")
    else:
        row.unchanged("held_already")
