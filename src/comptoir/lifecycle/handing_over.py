"""Giving what is open to a colleague: when a customer is stopped, when a user leaves, or by itself."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.activities.record import Entry, record, record_all
from comptoir.customers.models import Customer
from comptoir.customers.records import locked
from comptoir.lifecycle.giving import StaleWork, as_effects, cannot_be_chosen, give, give_back
from comptoir.lifecycle.open_work import OpenWork, Thing, open_work_of, open_work_of_user


class CannotHandBack(Exception):
    """Nothing is left that could be given back: it was taken back before, or the colleague has begun with all of it."""


def hand_over(
    customer: Customer, *, to: User, by: User, at: dt.datetime, fingerprint: str | None = None
) -> Activity | None:
    """Give the open deals, tasks and calls of the customer to the colleague `to`, who joins its meetings to come.

    Quotations are their deals', and who goes to a meeting still goes. One activity, which is given back; None when
    nothing changed hands. `fingerprint` is that of the work which was shown. Raises NotAllowed when there are deals and
    `by` may not change deals, StaleWork, and ValidationError for a colleague who cannot be chosen.
    """
    with transaction.atomic():
        customer = locked(customer)
        work = open_work_of(customer, at=at)
        if fingerprint not in (None, work.fingerprint):
            raise StaleWork
        require_for(work, by=by)
        if not (given := give(work, to=to, account=customer.account, at=at)):
            return None
        return record(
            "customer.handed_over",
            account=customer.account,
            by=by,
            at=at,
            subject=customer,
            customer_id=customer.pk,
            **as_effects(given, to=to),
        )


def hand_over_all(user: User, *, to: User, by: User, at: dt.datetime) -> dict[str, Any]:
    """The same with everything that is open of a user who leaves: told on the timeline of each customer concerned.

    Call it in the transaction whose activity keeps the effects that are returned. Raises as `hand_over` does; `by` may
    change deals, since whoever deactivates users may.
    """
    work = open_work_of_user(user, at=at)
    require_for(work, by=by)
    if to == user:
        raise cannot_be_chosen()
    given = give(work, to=to, account=user.account, at=at)
    of_customers: dict[UUID, list[Thing]] = {}
    for thing in given:
        if thing.customer_id:
            of_customers.setdefault(thing.customer_id, []).append(thing)
    told = [Entry(Customer(pk=pk), pk, as_effects(things, to=to)) for pk, things in of_customers.items()]
    record_all("customer.handed_over", told, account=user.account, by=by, at=at)
    return as_effects(given, to=to)


def undo(activity: Activity, *, by: User, at: dt.datetime) -> Activity:
    """Give what `activity` handed over back to whose it was, except what anybody has touched since.

    Who joined a meeting leaves it. One activity, given back. Raises NotAllowed when there were deals and `by` may not
    change deals, and CannotHandBack when nothing is left to give back.
    """
    require_for_undoing(activity, by=by)
    with transaction.atomic():
        customer = locked(Customer(pk=activity.customer_id))
        if not (given_back := give_back(activity, at=at)):
            raise CannotHandBack
        return record(
            "customer.handed_back",
            account=customer.account,
            by=by,
            at=at,
            subject=customer,
            customer_id=customer.pk,
            to=activity.effects["to"],
            given_back=given_back,
        )


def require_for(work: OpenWork, *, by: User) -> None:
    """Raise NotAllowed when deals are among the work and `by` may not change deals. Follow-ups need no right."""
    if work.has_deals:
        require(by, Right.DEALS)


def require_for_undoing(activity: Activity, *, by: User) -> None:
    """The same for what `activity` handed over."""
    if any(effect["kind"] == "deal" for effect in activity.effects.get("handed_over", [])):
        require(by, Right.DEALS)
