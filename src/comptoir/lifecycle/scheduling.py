"""Deactivating a customer on a day to come: told today, done that morning by `carrying_out`.

Every verb locks the customer first, as deactivating does, so that of two at once one comes after the other.
"""

import datetime as dt
import logging
from typing import Any, Unpack, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.customers.models import Customer
from comptoir.lifecycle.differences import at_stake
from comptoir.lifecycle.handing_over import require_for
from comptoir.lifecycle.models import Answers, ScheduledDeactivation
from comptoir.lifecycle.preview import Preview, StalePreview, preview
from comptoir.lifecycle.stopping import How, require_boxes
from comptoir.subscriptions.ending import When

logger = logging.getLogger(__name__)

LONGEST = dt.timedelta(days=3660)
"""How far ahead one may schedule."""


class AlreadyDeactivated(Exception):
    """There is nothing to schedule: the customer is deactivated."""


class ScheduledMeanwhile(Exception):
    """Somebody scheduled, changed or cancelled it since it was shown. Nothing was done."""


def schedule(
    customer: Customer, *, on: dt.date, by: User, at: dt.datetime, fingerprint: str, **answers: Unpack[Answers]
) -> ScheduledDeactivation:
    """Have the customer deactivated on the morning of the day `on`, with what the dialog was answered. One activity.

    What is open then is looked at again: the boxes are for all that is unsettled and active on that day. Needs the
    rights that deactivating like this needs, now (NotAllowed) and on the day. Raises StalePreview when `fingerprint` is
    not that of what would happen now, AlreadyDeactivated, ScheduledMeanwhile when it is scheduled, and ValidationError
    for a day that is not to come.
    """
    with transaction.atomic():
        kept, found = _checked(customer, on=on, by=by, at=at, fingerprint=fingerprint, answers=answers)
        if ScheduledDeactivation.objects.filter(customer=kept).exists():
            raise ScheduledMeanwhile
        scheduled = ScheduledDeactivation(account=kept.account, customer=kept)
        _write(scheduled, found, on=on, by=by, at=at, answers=answers)
        _tell("customer.deactivation_scheduled", scheduled, found, by=by, at=at)
    return scheduled


def change(
    customer: Customer,
    *,
    on: dt.date,
    by: User,
    at: dt.datetime,
    fingerprint: str,
    seen: dt.datetime,
    **answers: Unpack[Answers],
) -> ScheduledDeactivation:
    """Let another day or other answers take the place of what is scheduled, asked for by `by` from now on. One activity.

    The same again changes nothing. `seen` is the `updated_at` that was shown: ScheduledMeanwhile when it is another, or
    when it was cancelled. Otherwise like `schedule`.
    """
    with transaction.atomic():
        kept, found = _checked(customer, on=on, by=by, at=at, fingerprint=fingerprint, answers=answers)
        scheduled = scheduled_for(kept)
        if scheduled is None or scheduled.updated_at != seen:
            raise ScheduledMeanwhile
        before, was_on = scheduled.answers, scheduled.on
        if (was_on, before) == (on, before | answers):
            return scheduled
        _write(scheduled, found, on=on, by=by, at=at, answers=answers)
        _tell("customer.deactivation_rescheduled", scheduled, found, by=by, at=at, was_on=was_on)
    return scheduled


def cancel(customer: Customer, *, by: User, at: dt.datetime) -> bool:
    """Let the customer stay as it is. Says whether anything was scheduled; nothing changes otherwise.

    One activity. Needs the customer right (NotAllowed).
    """
    require(by, Right.CUSTOMERS)
    with transaction.atomic():
        kept = locked(customer)
        scheduled = scheduled_for(kept)
        if scheduled is None or kept.is_deactivated:
            return False
        scheduled.delete()
        write_down(
            "customer.deactivation_cancelled", kept, by=by, at=at, on=scheduled.on, asked_by=scheduled.asked_by.name
        )
    return True


def locked(customer: Customer) -> Customer:
    """The customer as it is now, with which every verb on what is scheduled begins."""
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).select_related("account", "responsible_user")
    kept: Customer = rows.get(pk=customer.pk)
    return kept


def scheduled_for(customer: Customer) -> ScheduledDeactivation | None:
    """What is scheduled for the locked customer."""
    rows = ScheduledDeactivation.objects.filter(customer=customer).select_related("asked_by", "hand_over_to")
    found = cast(ScheduledDeactivation | None, rows.first())
    if found:
        found.customer, found.account = customer, customer.account
    return found


def write_down(kind: str, customer: Customer, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    """The activity of what was scheduled, of the customer."""
    record(kind, account=customer.account, by=by, at=at, subject=customer, customer_id=customer.pk, **effects)


def _checked(
    customer: Customer, *, on: dt.date, by: User, at: dt.datetime, fingerprint: str, answers: Answers
) -> tuple[Customer, Preview]:
    """The customer, locked, and what would happen now, when it may be scheduled like this."""
    _require(by, answers)
    kept = locked(customer)
    if kept.is_deactivated:
        raise AlreadyDeactivated
    today = kept.account.day(at)
    if not today < on <= today + LONGEST:
        raise ValidationError({"on": gettext_lazy("Choose a day after today, within ten years.")})
    found = preview(kept, at=at)
    if found.fingerprint != fingerprint:
        raise StalePreview(found)
    if answers.get("hand_over_to"):
        require_for(found.open_work, by=by)
    return kept, found


def _require(by: User, answers: Answers) -> None:
    how = How(answers.get("when", When.NOW), answers.get("credit_prepaid", False))
    boxes = {box: answers.get(box, False) for box in ("hold_invoices", "end_subscriptions")}
    require_boxes(by, how, **cast(dict[str, bool], boxes))
    if answers.get("pause"):
        require(by, Right.SUBSCRIPTIONS)


def _write(
    scheduled: ScheduledDeactivation, found: Preview, *, on: dt.date, by: User, at: dt.datetime, answers: Answers
) -> None:
    for name, answer in answers.items():
        setattr(scheduled, name, answer)
    scheduled.pause = [str(each) for each in scheduled.pause]
    scheduled.on, scheduled.asked_by, scheduled.asked_at, scheduled.updated_at = on, by, at, at
    scheduled.shown = at_stake(found)
    scheduled.save()


def _tell(
    kind: str, scheduled: ScheduledDeactivation, found: Preview, *, by: User, at: dt.datetime, **more: object
) -> None:
    to = scheduled.hand_over_to
    effects = {
        "on": scheduled.on,
        "reason": scheduled.reason,
        "note": scheduled.note,
        "hold_invoices": scheduled.hold_invoices,
        "end_subscriptions": scheduled.end_subscriptions,
        "invoices": len(found.invoices),
        "subscriptions": len([each for each in found.subscriptions if str(each.pk) not in scheduled.pause]),
        "pause": [each.as_effect() for each in found.subscriptions if str(each.pk) in scheduled.pause],
        "when": scheduled.when,
        "credit_prepaid": scheduled.credit_prepaid,
    }
    told_to = {"to": {"id": to.pk, "name": to.name}} if to else {}
    write_down(kind, scheduled.customer, by=by, at=at, **effects, **told_to, **more)
