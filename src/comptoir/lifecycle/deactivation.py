"""Stopping business with a customer, and resuming it: what Comptoir is for (DOMAIN R1–R16).

`preview` says what would happen, `deactivate` does exactly that or refuses, `undo` takes back what can be taken back,
`reactivate` resumes. The number of SQL statements of each is the same for one invoice and for ten thousand.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.activities.record import record
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice, InvoiceQuerySet
from comptoir.lifecycle import many
from comptoir.lifecycle.giving import StaleWork, as_effects, give, give_back
from comptoir.lifecycle.handing_over import require_for, require_for_undoing
from comptoir.lifecycle.open_work import Thing
from comptoir.lifecycle.preview import Outcome, Preview, StalePreview, preview
from comptoir.lifecycle.stopping import How, Stop, clear, in_brief, require_boxes, stop_all
from comptoir.subscriptions import pausing
from comptoir.subscriptions.ending import When
from comptoir.subscriptions.models import Subscription

__all__ = ["CannotUndo", "Outcome", "Preview", "StalePreview", "deactivate", "preview", "reactivate", "undo"]


class CannotUndo(Exception):
    """The deactivation ended a subscription, or the customer has been reactivated since."""


def deactivate(
    customer: Customer,
    *,
    by: User,
    at: dt.datetime,
    hold_invoices: bool = False,
    end_subscriptions: bool = False,
    pause: Collection[UUID] = (),
    when: str = When.NOW,
    credit_prepaid: bool = False,
    hand_over_to: User | None = None,
    reason: str = "",
    note: str = "",
    told: Mapping[str, object] | None = None,
    fingerprint: str,
) -> Outcome:
    """Deactivate the customer and, if asked, hold its unsettled invoices and end its active subscriptions for good.

    Those in `pause` are paused instead, whether or not the others are ended; what is paused already stays so then. The
    others end `when` it says, and `credit_prepaid` prepares credit notes for what was billed beyond today when they end
    now. Its open deals, quotations and follow-ups stay as they are (R13), unless a colleague is to see to them:
    `hand_over_to`. All of it and its one activity, or nothing. Linked customers stay as they are (R14). A customer that
    is already deactivated is left alone (R15). Needs the customer right, and for each box its own; raises NotAllowed,
    and ValidationError for a colleague who cannot be chosen. Raises StalePreview, with a fresh one, when `fingerprint`
    is not that of what would happen now (R4). `told` is what the activity says besides.
    """
    how = How(when, credit_prepaid, reason, note)
    require_boxes(by, how, hold_invoices=hold_invoices, end_subscriptions=end_subscriptions)
    if pause:
        require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        locked = _locked(customer)
        if locked.is_deactivated:
            return Outcome(locked)
        found = preview(locked, at=at, lock=True)
        if found.fingerprint != fingerprint:
            raise StalePreview(found)
        if hand_over_to:
            require_for(found.open_work, by=by)

        stop = Stop(locked, told=dict(told or {}))
        if hold_invoices:
            stop.held = [stake.invoice for stake in found.invoices if not stake.invoice.is_on_hold]
        stop.paused = [each for each in found.subscriptions if each.pk in pause and not each.is_paused]
        if end_subscriptions:
            stop.ended = [each for each in found.subscriptions if each.pk not in pause]
        handed = _hand_over(found, to=hand_over_to) if hand_over_to else []
        if hand_over_to and handed:
            stop.told |= as_effects(handed, to=hand_over_to)
        [activity] = stop_all([stop], how, account=locked.account, by=by, at=at, may_be_leaving=found.has_leaving)
    left = [] if hand_over_to else found.open_work.things
    return Outcome(
        locked,
        activity,
        stop.held,
        stop.ended,
        stop.paused,
        stop.credit_drafts,
        stop.leaving,
        handed,
        hand_over_to,
        left,
    )


def undo(activity: Activity, *, by: User, at: dt.datetime) -> Customer:
    """Take back a deactivation that did nothing irreversible: the customer is active, its invoices are chased again.

    Releases only the invoices which that deactivation put on hold and which nobody released or held anew since, lets
    the subscriptions run again that it paused and whose pause nobody touched since, and gives back only what is still
    the colleague's and nobody touched since. Raises NotAllowed, and CannotUndo when it ended a subscription, or when
    the customer is no longer deactivated by it.
    """
    require(by, Right.CUSTOMERS)
    held = [invoice["id"] for invoice in activity.effects["invoices"]]
    if held:
        require(by, Right.INVOICES)
    paused = [each["id"] for each in activity.effects.get("paused", ())]
    if paused:
        require(by, Right.SUBSCRIPTIONS)
    require_for_undoing(activity, by=by)
    with transaction.atomic():
        locked = _locked(Customer(pk=activity.customer_id))
        irreversible = activity.effects["subscriptions"] or activity.effects.get("ending")
        if locked.deactivated_at != activity.at or irreversible:
            raise CannotUndo
        on = locked.account.day(at)
        resumed = _paused_still(activity, paused) if paused else []
        if resumed:
            pausing.resume_all(resumed, at=at, on=on)
        released = list(_held_still(activity, held, on=locked.account.day(activity.at)))
        if released:
            Invoice.objects.filter(pk__in=[i.pk for i in released]).release(on=on)
        given_back = give_back(activity, at=at)
        clear([locked], at=at)
        record(
            "customer.deactivation_undone",
            account=locked.account,
            by=by,
            at=at,
            subject=locked,
            customer_id=locked.pk,
            invoices=[in_brief(i) for i in released],
            given_back=given_back,
            **({"resumed": [each.as_effect() for each in resumed]} if resumed else {}),
        )
    return locked


def reactivate(customer: Customer, *, by: User, at: dt.datetime) -> Customer:
    """Resume business with the customer. Touches the customer only (R11).

    Its invoices stay on hold until each is marked as no longer on hold; its ended subscriptions stay ended, its paused
    ones paused. A deactivation that had been scheduled goes: it was meant for what is over. A customer that is active is
    left alone. Needs the customer right.
    """
    many.reactivate_all([customer.pk], account=customer.account, by=by, at=at)
    resumed: Customer = Customer.objects.select_related("account").get(pk=customer.pk)
    return resumed


def _hand_over(found: Preview, *, to: User) -> list[Thing]:
    try:
        return give(found.open_work, to=to, account=found.customer.account, at=found.at)
    except StaleWork:
        raise StalePreview(preview(found.customer, at=found.at)) from None


def _locked(customer: Customer) -> Customer:
    # Billing takes the customer first as well, so that neither waits for the other in a circle. Without the key lock:
    # whoever only refers to the customer need not wait.
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    locked: Customer = rows.get(pk=customer.pk)
    return locked


def _held_still(activity: Activity, held: list[str], *, on: dt.date) -> InvoiceQuerySet:
    """Those that the deactivation of the day `on` put on hold and whose hold nobody has touched since."""
    anew = Activity.objects.of(activity.account).filter(
        kind="invoice.put_on_hold", subject_id__in=held, at__gte=activity.at
    )
    still = Invoice.objects.filter(pk__in=held, held_by=activity.by, on_hold_since=on)
    return still.exclude(pk__in=anew.values("subject_id")).order_by("pk").select_for_update(no_key=True)


def _paused_still(activity: Activity, paused: list[str]) -> list[Subscription]:
    """Those that the deactivation paused and whose pause nobody has touched since."""
    still = Subscription.objects.paused().filter(pk__in=paused, paused_at=activity.at, updated_at=activity.at)
    return list(still.select_related("account").order_by("pk").select_for_update(of=("self",), no_key=True))
