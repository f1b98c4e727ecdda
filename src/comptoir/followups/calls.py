"""Planning calls, and telling how they went. No right is needed: everybody in an account may."""

import datetime as dt
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from comptoir.accounts.models import User
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.checking import NOT_OFFERED, check, completed
from comptoir.followups.models import Call, CallOutcome
from comptoir.followups.writing import change, editable, mark_done, mark_open, once, remove, tell


class CallFacts(TypedDict, total=False):
    """What of a call can be changed."""

    customer: Customer
    contact: Customer | None
    deal: Deal | None
    description: str
    scheduled_at: dt.datetime
    assignee: User | None


def add_call(
    customer: Customer,
    *,
    scheduled_at: dt.datetime,
    assignee: User | None,
    by: User | None,
    at: dt.datetime,
    contact: Customer | None = None,
    deal: Deal | None = None,
    description: str = "",
    id: UUID | None = None,
) -> Call:
    """Plan a call to `customer`, deactivated or not (R13), perhaps asking for `contact`.

    With an `id` that the account has already, that call is given back and nothing is written. Raises ValidationError
    for what is not of the account, an assignee who can no longer log in, a contact that is a company and a deal of
    another customer.
    """
    call = Call(
        id=id or new_id(),
        account=customer.account,
        customer=customer,
        contact=contact,
        deal=deal,
        description=description,
        scheduled_at=scheduled_at,
        assignee=assignee,
        created_at=at,
        updated_at=at,
    )
    check(call, CallFacts.__annotations__)

    def make() -> Call:
        call.save(force_insert=True)
        tell("call.added", call, by=by, at=at, **_effects(call))
        return call

    return once(Call, customer.account, id, make)


def edit_call(
    call: Call, *, by: User, at: dt.datetime, seen: dt.datetime | None = None, **facts: Unpack[CallFacts]
) -> Call:
    """Change the facts given; one activity that keeps what they were, none when nothing differs.

    `seen` is the `updated_at` that was shown to whoever edits. Raises ChangedMeanwhile when it is another by now,
    AlreadyDone, and ValidationError as `add_call` does. Who has it already keeps it, also after they left.
    """
    with transaction.atomic():
        call = editable(call, seen)
        if changes := change(call, completed(call, facts)):
            changed = [entry["field"] for entry in changes]
            check(call, changed)
            call.updated_at = at
            call.save(update_fields=["updated_at", *changed])
            tell("call.edited", call, by=by, at=at, **_effects(call), changes=changes)
    return call


def complete_call(
    call: Call, *, by: User, at: dt.datetime, outcome: CallOutcome | None = None, outcome_summary: str = ""
) -> Call:
    """Mark a call as made, saying how it went; a second time changes nothing.

    Raises ValidationError for an outcome that is not of the account or is archived.
    """
    if outcome and (outcome.account_id != call.account_id or outcome.is_archived):
        raise ValidationError({"outcome": NOT_OFFERED})
    summary = outcome_summary.strip()
    with transaction.atomic():
        if mark_done(call, by=by, at=at, outcome=outcome, outcome_summary=summary):
            how = {"outcome": outcome.name if outcome else "", "summary": summary}
            tell("call.completed", call, by=by, at=at, **_effects(call), **how)
    return call


def reopen_call(call: Call, *, by: User, at: dt.datetime) -> Call:
    """Take back that a call was made, and with it how it went; a second time changes nothing."""
    with transaction.atomic():
        if mark_open(call, at=at, outcome=None, outcome_summary=""):
            tell("call.reopened", call, by=by, at=at, **_effects(call))
    return call


def delete_call(call: Call, *, by: User, at: dt.datetime) -> None:
    """Remove a call, made or not; the timeline keeps that it was there. A second time changes nothing."""
    with transaction.atomic():
        if remove(call):
            tell("call.deleted", call, by=by, at=at, **_effects(call))


def _effects(call: Call) -> dict[str, Any]:
    """How the timeline names a call: who was to be called, when and what about."""
    return {
        "name": (call.contact or call.customer).name,
        "scheduled_at": call.scheduled_at,
        "description": call.description,
    }
