"""Stopping and resuming business with many customers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.bulk.models import BulkRow, BulkRun
from comptoir.bulk.records import ids
from comptoir.bulk.refusals import BulkRefused
from comptoir.customers.models import Customer, CustomerQuerySet, Reason
from comptoir.lifecycle.foresight import foresee
from comptoir.lifecycle.many import deactivate_all, reactivate_all
from comptoir.lifecycle.stopping import How, Stop, require_boxes
from comptoir.subscriptions.ending import When

LONGEST_NOTE = 2_000


class StaleForesight(BulkRefused):
    """What was shown is no longer what would happen (R4)."""

    def __str__(self) -> str:
        return _("Nothing was done yet: the figures changed while they were shown. Please look again.")


def deactivate(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Deactivate the customers with what the run was answered; each is looked at as it is at this moment."""
    found = deactivate_all(ids(rows), account=run.account, by=run.by, at=at, **run.options)
    for row in rows:
        if row.record_id not in found:
            row.refuse("gone")
        elif stop := found[row.record_id]:
            row.done("deactivated", **_effects(stop))
        else:
            row.unchanged("deactivated_already")


def reactivate(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
    """Reactivate the customers; invoices stay on hold, subscriptions as they are (R11)."""
    found = reactivate_all(ids(rows), account=run.account, by=run.by, at=at)
    for row in rows:
        if row.record_id not in found:
            row.refuse("gone")
        elif found[row.record_id]:
            row.done("reactivated")
        else:
            row.unchanged("active_already")


def answers(run: BulkRun, options: dict[str, Any], *, by: User, at: dt.datetime) -> dict[str, Any]:
    """The boxes, a reason and a note, of whoever has the rights for it and was shown what would happen now.

    Raises NotAllowed, ValidationError, and StaleForesight when `fingerprint` is of other figures.
    """
    boxes = {name: bool(options.get(name)) for name in ("hold_invoices", "end_subscriptions")}
    how = How(
        when=When(options.get("when") or When.NOW).value,
        credit_prepaid=bool(options.get("credit_prepaid")),
        reason=str(options.get("reason") or ""),
        note=str(options.get("note") or "").strip(),
    )
    require_boxes(by, how, **boxes)
    if how.reason and how.reason not in Reason.values:
        raise ValidationError({"reason": _("Choose one from the list.")})
    if len(how.note) > LONGEST_NOTE:
        raise ValidationError({"note": _("At most %(limit)s characters fit here.") % {"limit": LONGEST_NOTE}})
    if options.get("fingerprint") != foresee(chosen(run), account=run.account, at=at).fingerprint:
        raise StaleForesight
    return boxes | vars(how)


def chosen(run: BulkRun) -> CustomerQuerySet:
    """The customers of the run that nobody left out."""
    rows = run.rows.filter(left_out=False).order_by()
    customers: CustomerQuerySet = Customer.objects.of(run.account).filter(pk__in=rows.values("record_id"))
    return customers


def _effects(stop: Stop) -> dict[str, Any]:
    at_once = sum(each.is_deactivated for each in stop.ended)
    effects = {
        "held": len(stop.held),
        "ended": at_once,
        "ending": len(stop.ended) - at_once,
        "credits": len(stop.credit_drafts),
        "leaving": [reminder.invoice.invoice_number for reminder in stop.leaving],
    }
    return {name: effect for name, effect in effects.items() if effect}
