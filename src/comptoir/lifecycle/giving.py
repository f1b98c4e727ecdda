"""Open work changes hands, and goes back: the rows only. The verbs that tell of it are in `handing_over`."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, Q, QuerySet, UUIDField, Value, When
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal
from comptoir.followups.models import Attendee, Call, Meeting, Task
from comptoir.lifecycle.open_work import OpenWork, Thing

OWNED: tuple[tuple[str, type[Deal] | type[Task] | type[Call], str], ...] = (
    ("deal", Deal, "responsible_user"),
    ("task", Task, "assignee"),
    ("call", Call, "assignee"),
)
"""What is one person's, and in which field."""


class StaleWork(Exception):
    """What was shown is no longer what is open. Nothing was done."""


def give(work: OpenWork, *, to: User, account: Account, at: dt.datetime) -> list[Thing]:
    """Let `to` see to the work, inside the transaction that tells of it. Returns what was not theirs before.

    An UPDATE per kind, whatever the number, each only as long as everything is still whose it was; raises StaleWork
    otherwise, and ValidationError when `to` cannot be chosen. A deal's attention does not begin anew: nothing
    happened to it.
    """
    if to.account_id != account.pk or not to.is_active or not work.can_be_seen_by(to):
        raise cannot_be_chosen()
    given: list[Thing] = []
    for kind, model, owner in OWNED:
        others = [thing for thing in work.of(kind) if thing.whose != to.pk]
        rows: QuerySet[Any] = model.objects.open().filter(_still_whose(others, owner))
        if others and _in_turn(rows).update(**{owner: to, "updated_at": at}) != len(others):
            raise StaleWork
        given += others
    return given + _join(work.of("meeting"), user=to, at=at)


def give_back(activity: Activity, *, at: dt.datetime) -> list[dict[str, Any]]:
    """Undo what `give` did in `activity`, as far as it is still the colleague's and nobody touched it since.

    Returns the effects that were taken back. A SELECT and an UPDATE per kind, whatever the number.
    """
    effects = activity.effects.get("handed_over", [])
    if not effects:
        return []
    to, back = UUID(activity.effects["to"]["id"]), set()
    for kind, model, owner in OWNED:
        of_kind = [effect for effect in effects if effect["kind"] == kind]
        untouched: QuerySet[Any] = model.objects.open().filter(
            pk__in=_ids(of_kind), updated_at=activity.at, **{owner: to}
        )
        there = set(untouched.select_for_update(no_key=True).values_list("pk", flat=True)) if of_kind else set()
        if there:
            model.objects.filter(pk__in=there).update(**{owner: _before(of_kind)}, updated_at=at)
        back |= there
    back |= _leave([effect for effect in effects if effect["kind"] == "meeting"], user=to, since=activity.at, at=at)
    return [effect for effect in effects if UUID(effect["id"]) in back]


def as_effects(given: Sequence[Thing], *, to: User) -> dict[str, Any]:
    """How the timeline names what changed hands, from whom and to whom."""
    return {
        "to": {"id": to.pk, "name": to.name},
        "handed_over": [
            {
                "kind": thing.kind,
                "id": thing.id,
                "title": thing.title,
                "reference": thing.reference,
                "from": thing.whose,
                "from_name": thing.whose_name,
            }
            for thing in given
        ],
    }


def cannot_be_chosen() -> ValidationError:
    """What is said of a colleague who is not an active user of the account, does not see deals or is the one who leaves."""
    return ValidationError({"hand_over_to": _("Choose one from the list.")})


def _still_whose(things: Iterable[Thing], owner: str) -> Q:
    ids: dict[UUID | None, list[UUID]] = {}
    for thing in things:
        ids.setdefault(thing.whose, []).append(thing.id)
    still = Q(pk__in=[])
    for whose, those in ids.items():
        still |= Q(pk__in=those, **{owner: whose})
    return still


def _join(meetings: Sequence[Thing], *, user: User, at: dt.datetime) -> list[Thing]:
    """Add the user to those of the meetings that they do not go to yet."""
    if not meetings:
        return []
    joined = set(
        Attendee.objects.filter(user=user, meeting__in=[m.id for m in meetings]).values_list("meeting", flat=True)
    )
    missing = [meeting for meeting in meetings if meeting.id not in joined]
    # An editor who was shown the meeting before sees that it changed, rather than removing whom they did not see.
    if _in_turn(Meeting.objects.open().filter(pk__in=[m.id for m in missing])).update(updated_at=at) != len(missing):
        raise StaleWork
    Attendee.objects.bulk_create(
        [Attendee(meeting_id=meeting.id, user=user) for meeting in missing], ignore_conflicts=True
    )
    return missing


def _leave(effects: list[dict[str, Any]], *, user: UUID, since: dt.datetime, at: dt.datetime) -> set[UUID]:
    """Take the user out of those of the meetings that nobody touched since."""
    if not effects:
        return set()
    untouched = Meeting.objects.open().filter(pk__in=_ids(effects), updated_at=since)
    there = set(untouched.select_for_update(no_key=True).values_list("pk", flat=True))
    Attendee.objects.filter(meeting__in=there, user=user).delete()
    Meeting.objects.filter(pk__in=there).update(updated_at=at)
    return there


def _in_turn(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same, locked in one order whoever asks, so that no two wait for each other in a circle."""
    all_rows: QuerySet[Any] = rows.model.objects.all()
    return all_rows.filter(pk__in=rows.order_by("pk").select_for_update(no_key=True).values("pk"))


def _before(effects: list[dict[str, Any]]) -> Case:
    ids: dict[str | None, list[str]] = {}
    for effect in effects:
        ids.setdefault(effect["from"], []).append(effect["id"])
    return Case(
        *(When(pk__in=those, then=Value(UUID(whose))) for whose, those in ids.items() if whose),
        default=None,
        output_field=UUIDField(),
    )


def _ids(effects: list[dict[str, Any]]) -> list[str]:
    return [effect["id"] for effect in effects]
