"""Putting tags on many customers, and taking them off."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.bulk.models import BulkRow, BulkRun
from comptoir.bulk.records import ids
from comptoir.customers.facts import checked
from comptoir.customers.tags import retag_all


def tag(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Put the tags of the run on the customers."""
    found = retag_all(ids(rows), account=run.account, add=run.options["tags"], by=run.by, at=at)
    for row in rows:
        if row.record_id not in found:
            row.refuse("gone")
        elif found[row.record_id].changed:
            row.done("tagged")
        else:
            row.unchanged("tagged_already")


def untag(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Take the tags of the run off the customers."""
    found = retag_all(ids(rows), account=run.account, remove=run.options["tags"], by=run.by, at=at)
    for row in rows:
        if row.record_id not in found:
            row.refuse("gone")
        elif found[row.record_id].changed:
            row.done("untagged")
        else:
            row.unchanged("not_tagged")


def some_tags(run: BulkRun, options: dict[str, Any], *, by: User, at: dt.datetime) -> dict[str, Any]:
    """The tags as they are written; at least one."""
    tags = checked({"tags": options.get("tags", [])}, account=run.account, kind="")["tags"]
    if not tags:
        raise ValidationError({"tags": _("Please fill this in.")})
    return {"tags": tags}
