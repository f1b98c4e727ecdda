"""Doing on its morning, before anything is billed, what `scheduling` was told: looked at again, in the name of who asked."""

import datetime as dt
import logging

from django.db import transaction
from django.db.utils import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.accounts.rights import NotAllowed
from comptoir.core.locales import long_day
from comptoir.customers.models import Customer
from comptoir.followups.looking_after import who_looks_after
from comptoir.followups.tasks import add_task
from comptoir.lifecycle import scheduling
from comptoir.lifecycle.deactivation import deactivate
from comptoir.lifecycle.differences import at_stake, differences
from comptoir.lifecycle.models import Answers, ScheduledDeactivation
from comptoir.lifecycle.preview import Preview, StalePreview, preview

logger = logging.getLogger(__name__)


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
        customer = scheduling.locked(Customer(pk=scheduled.customer_id))
        current = scheduling.scheduled_for(customer)
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
    scheduling.write_down(
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
