"""Deactivating a customer on a day to come: told today, looked at again and done that morning, before anything is billed.

Every verb locks the customer first, as deactivating does, so that of two at once one comes after the other.
"""

import datetime as dt
import logging
from typing import Any, Unpack, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Right, require
from comptoir.activities.record import record
from comptoir.core.locales import long_day
from comptoir.customers.models import Customer
from comptoir.followups.looking_after import who_looks_after
from comptoir.followups.tasks import add_task
from comptoir.lifecycle.deactivation import deactivate
from comptoir.lifecycle.differences import at_stake, differences
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
        scheduled = _scheduled(kept)
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
        kept = _locked(customer)
        scheduled = _scheduled(kept)
        if scheduled is None or kept.is_deactivated:
            return False
        scheduled.delete()
        _record(
            "customer.deactivation_cancelled", kept, by=by, at=at, on=scheduled.on, asked_by=scheduled.asked_by.name
        )
    return True


def carry_out(account: Account, *, on: dt.date, at: dt.datetime) -> int:
    """Deactivate the customers of the account whose day is `on`, or was before and was missed. Returns how many.

    Each is one transaction in the name of whoever asked for it, so that a run may be killed, repeated or run twice at
    once. One activity, which says what became different since it was scheduled. Who asked for it must still be allowed
    to: otherwise nothing is done, and a task for the account manager, else an owner, says so. One that fails in another
    way does not keep the others waiting: it stays for the next morning.
    """
    due = ScheduledDeactivation.objects.of(account).due(on=on).order_by("on", "pk")
    return sum(_attempt(each, on=on, at=at) for each in list(due))


def _attempt(scheduled: ScheduledDeactivation, *, on: dt.date, at: dt.datetime) -> bool:
    try:
        return _carry_out(scheduled, on=on, at=at)
    except StalePreview:
        # Its open work changed at this very moment, which no lock keeps. Once more.
        return _attempt(scheduled, on=on, at=at)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("The scheduled deactivation %s failed", scheduled.pk)
        return False


def _carry_out(scheduled: ScheduledDeactivation, *, on: dt.date, at: dt.datetime) -> bool:
    with transaction.atomic():
        customer = _locked(Customer(pk=scheduled.customer_id))
        current = _scheduled(customer)
        # Done, cancelled or put off by somebody else since it was found.
        if current is None or current.on > on:
            return False
        current.delete()
        if customer.is_deactivated:
            return False
        found = preview(customer, at=at, lock=True)
        answers, not_handed_over_to = _still_possible(current, found)
        told = {
            "on": current.on,
            "asked_at": current.asked_at,
            "not_handed_over_to": not_handed_over_to,
            "differences": differences(current.shown, at_stake(found)),
        }
        try:
            deactivate(
                customer,
                by=current.asked_by,
                at=at,
                fingerprint=found.fingerprint,
                told={"scheduled": {name: fact for name, fact in told.items() if fact}},
                **answers,
            )
        except NotAllowed as refusal:
            _give_up(current, refusal, on=on, at=at)
            return False
    return True


def _still_possible(scheduled: ScheduledDeactivation, found: Preview) -> tuple[Answers, str]:
    """The answers, without a colleague who cannot take the open work over any more; the name of that colleague."""
    answers, to = scheduled.answers, scheduled.hand_over_to
    if to is None or (to.is_active and found.open_work.can_be_seen_by(to)):
        return answers, ""
    return answers | {"hand_over_to": None}, to.name


def _give_up(scheduled: ScheduledDeactivation, refusal: NotAllowed, *, on: dt.date, at: dt.datetime) -> None:
    """Say that it was not done, and ask a person to see to it."""
    customer, asked_by = scheduled.customer, scheduled.asked_by
    why = refusal.right.value if asked_by.is_active else "left"
    _record(
        "customer.deactivation_not_done",
        customer,
        by=None,
        at=at,
        on=scheduled.on,
        asked_by=asked_by.name,
        why=why,
        reason=scheduled.reason,
        note=scheduled.note,
    )
    assignee = who_looks_after([customer], account=scheduled.account)[customer.pk]
    language = assignee.language if assignee else scheduled.account.language
    with translation.override(language):
        words = {
            "customer": customer.name[:60],
            "name": asked_by.name[:40],
            "day": long_day(scheduled.on, language),
        }
        title = _("Deactivate %(customer)s? %(name)s scheduled it for %(day)s, but is not allowed to any more.") % words
    add_task(
        customer,
        title=title,
        due_on=on,
        assignee=assignee,
        at=at,
        reason_key=f"customer.deactivation_not_done:{scheduled.pk}",
    )


def _checked(
    customer: Customer, *, on: dt.date, by: User, at: dt.datetime, fingerprint: str, answers: Answers
) -> tuple[Customer, Preview]:
    """The customer, locked, and what would happen now, when it may be scheduled like this."""
    _require(by, answers)
    kept = _locked(customer)
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


def _locked(customer: Customer) -> Customer:
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).select_related("account", "responsible_user")
    kept: Customer = rows.get(pk=customer.pk)
    return kept


def _scheduled(customer: Customer) -> ScheduledDeactivation | None:
    """What is scheduled for the locked customer."""
    rows = ScheduledDeactivation.objects.filter(customer=customer).select_related("asked_by", "hand_over_to")
    found = cast(ScheduledDeactivation | None, rows.first())
    if found:
        found.customer, found.account = customer, customer.account
    return found


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
    _record(kind, scheduled.customer, by=by, at=at, **effects, **told_to, **more)


def _record(kind: str, customer: Customer, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    record(kind, account=customer.account, by=by, at=at, subject=customer, customer_id=customer.pk, **effects)
