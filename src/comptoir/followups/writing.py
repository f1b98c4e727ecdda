"""How tasks, calls and meetings are written and told: the parts that their verbs share."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from comptoir.accounts.models import Account, User
from comptoir.activities.record import record
from comptoir.deals.models import Deal
from comptoir.deals.moving import touch
from comptoir.followups.checking import FollowUp
from comptoir.followups.models import Call, Meeting, Task
from comptoir.followups.refusals import AlreadyDone, ChangedMeanwhile

F = TypeVar("F", Task, Call, Meeting)


def once(model: type[F], account: Account, id: UUID | None, make: Callable[[], F]) -> F:
    """What `make` makes in one transaction, or what the account has under `id` already: a form sent twice makes one."""
    try:
        with transaction.atomic():
            return _present(model, account, id) or make()
    except IntegrityError:
        # The same form, sent by two clicks at once: the other one was faster.
        if present := _present(model, account, id):
            return present
        raise


def editable(thing: F, seen: dt.datetime | None) -> F:
    """The row as it is now, kept from others until the transaction ends.

    `seen` is the `updated_at` that was shown to whoever edits. Raises AlreadyDone, and ChangedMeanwhile when it is
    another by now.
    """
    current: F = type(thing).objects.select_for_update(of=("self",), no_key=True).get(pk=thing.pk)
    if current.is_done:
        raise AlreadyDone
    if seen is not None and current.updated_at != seen:
        raise ChangedMeanwhile
    return current


def change(thing: FollowUp, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Set the facts on `thing`, unsaved; an entry {"field", "old", "new"} for each that differed, others by name."""
    changes = []
    for field, new in facts.items():
        old = getattr(thing, field)
        if old != new:
            setattr(thing, field, new)
            changes.append({"field": field, "old": _told(old), "new": _told(new)})
    return changes


def mark_done(thing: F, *, by: User, at: dt.datetime, **facts: Any) -> bool:
    """Whether it was open and is done now, with `facts`. `thing` is as the database has it afterwards."""
    facts |= {"completed_at": at, "completed_by": by, "updated_at": at}
    changed = type(thing).objects.filter(pk=thing.pk).open().update(**facts)
    thing.refresh_from_db()
    return bool(changed)


def mark_open(thing: F, *, at: dt.datetime, **facts: Any) -> bool:
    """Whether it was done and is open now, with `facts`. `thing` is as the database has it afterwards."""
    facts |= {"completed_at": None, "completed_by": None, "updated_at": at}
    changed = type(thing).objects.filter(pk=thing.pk).done().update(**facts)
    thing.refresh_from_db()
    return bool(changed)


def remove(thing: FollowUp) -> bool:
    """Whether it was there and is gone now. `thing` keeps what it was."""
    rows = type(thing).objects.filter(pk=thing.pk)
    # Whoever edits it at this moment finishes first: nobody joins a meeting that is being removed.
    if rows.select_for_update().first() is None:
        return False
    rows.delete()
    return True


def tell(kind: str, thing: FollowUp, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    """Write `kind` on the timeline of its customer, and on its deal's, which something happened to just now."""
    if thing.deal:
        touch(thing.deal, at=at)
    record(
        kind,
        account=thing.account,
        by=by,
        at=at,
        subject=thing,
        customer_id=thing.customer_id,
        **effects,
        **deal_effect(thing.deal),
    )


def deal_effect(deal: Deal | None) -> dict[str, Any]:
    """How an activity remembers the deal it happened on, if any."""
    return {"deal": deal.in_brief()} if deal else {}


def _present(model: type[F], account: Account, id: UUID | None) -> F | None:
    present: F | None = model.objects.of(account).filter(pk=id).first() if id else None
    return present


def _told(value: Any) -> Any:
    """People, customers and deals by name; they may be called otherwise later."""
    return str(value) if isinstance(value, models.Model) else value
