"""Giving many customers or deals to a colleague."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from comptoir.accounts.models import User
from comptoir.bulk.colleagues import colleague
from comptoir.bulk.models import About, BulkRow, BulkRun
from comptoir.bulk.records import ids
from comptoir.customers import assigning as of_customers
from comptoir.deals import assigning as of_deals


def assign(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Make the colleague of the run the account manager of the customers, or responsible for the deals."""
    # Whoever was chosen may have left since; that is then said of every row.
    to = colleague(run, run.options.get("to"), field="to")
    verb = of_customers.assign_all if run.about == About.CUSTOMER else of_deals.assign_all
    changed = verb(ids(rows), account=run.account, to=to, by=run.by, at=at)
    for row in rows:
        if row.record_id not in changed:
            row.refuse("gone")
        elif changed[row.record_id]:
            row.done("assigned")
        else:
            row.unchanged("assigned_already")


def to_somebody(run: BulkRun, options: dict[str, Any], *, by: User, at: dt.datetime) -> dict[str, Any]:
    """A colleague who can be chosen, or nobody."""
    to = colleague(run, options.get("to"), field="to")
    return {"to": str(to.pk), "name": to.name} if to else {"to": None, "name": ""}
