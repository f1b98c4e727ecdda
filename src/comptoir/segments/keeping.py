"""Making, changing, sharing and deleting segments. They are no business of a customer: no timeline."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed, Right, Role
from comptoir.segments.asked import Asked
from comptoir.segments.models import About, Match, Segment
from comptoir.segments.rules import MOST_RULES, count_of, group, read
from comptoir.segments.values import Malformed

Place = tuple[int, ...]


class BrokenRules(Exception):
    """Rules that cannot be read; `errors` says why, in sentences, by their places: (0,), or (2, 1) in a group."""

    def __init__(self, errors: dict[Place, str]) -> None:
        self.errors = errors
        super().__init__(errors)


class NoRules(Exception):
    """A segment needs one rule at least, and has at most MOST_RULES; `str()` is a sentence for people."""

    def __str__(self) -> str:
        return str(_("A segment needs at least one rule, and at most %(most)s.")) % {"most": MOST_RULES}


class NotYours(NotAllowed):
    """Only its maker changes a segment; owners and admins may too once it is shared."""

    def __init__(self) -> None:
        super().__init__(Right.SETTINGS)

    def __str__(self) -> str:
        return str(_("Only the person who made this segment, an owner or an admin can change it."))


def may_change(segment: Segment, *, by: User) -> bool:
    """Whether `by` may change, share or delete the segment."""
    if segment.created_by_id == by.pk:
        return True
    runs_the_account = by.account_id == segment.account_id and by.role in (Role.OWNER, Role.ADMIN)
    return segment.is_shared and runs_the_account


def create(
    *,
    name: str,
    match: str,
    rules: Sequence[Any],
    by: User,
    at: dt.datetime,
    about: str = About.CUSTOMER,
    shared: bool = False,
) -> Segment:
    """Make a segment of `by`'s account, theirs alone unless `shared`. Raises NoRules or BrokenRules.

    What it is about never changes: other rows have other fields.
    """
    return Segment.objects.create(
        account=by.account,
        name=name,
        about=About(about),
        match=Match(match),
        rules=_readable(rules, about=about, by=by, at=at),
        created_by=by,
        shared_at=at if shared else None,
        created_at=at,
        updated_at=at,
    )


def edit(
    segment: Segment, *, name: str, match: str, rules: Sequence[Any], shared: bool, by: User, at: dt.datetime
) -> Segment:
    """Rename the segment, change its rules and who sees it.

    A rule that broke meanwhile may stay as it is; a new one may not be broken. Raises NoRules, BrokenRules, NotYours.
    """
    with transaction.atomic():
        segment = _locked(segment, by=by)
        segment.name, segment.match = name, Match(match)
        segment.rules = _readable(rules, about=segment.about, by=by, at=at, broken=segment.rules)
        segment.shared_at = (segment.shared_at or at) if shared else None
        segment.updated_at = at
        segment.save(update_fields=["name", "match", "rules", "shared_at", "updated_at"])
    return segment


def share(segment: Segment, *, by: User, at: dt.datetime) -> Segment:
    """Show the segment to everyone in the account; shared already, it stays as it is. Raises NotYours."""
    with transaction.atomic():
        segment = _locked(segment, by=by)
        if segment.shared_at is None:
            segment.shared_at = segment.updated_at = at
            segment.save(update_fields=["shared_at", "updated_at"])
    return segment


def unshare(segment: Segment, *, by: User, at: dt.datetime) -> Segment:
    """Show the segment to its maker only. Raises NotYours."""
    with transaction.atomic():
        segment = _locked(segment, by=by)
        if segment.shared_at is not None:
            segment.shared_at, segment.updated_at = None, at
            segment.save(update_fields=["shared_at", "updated_at"])
    return segment


def delete(segment: Segment, *, by: User) -> None:
    """Delete the segment; its customers stay. Raises NotYours."""
    with transaction.atomic():
        _locked(segment, by=by).delete()


def _locked(segment: Segment, *, by: User) -> Segment:
    locked: Segment = Segment.objects.select_for_update().get(pk=segment.pk)
    if not may_change(locked, by=by):
        raise NotYours
    return locked


def _readable(rules: Sequence[Any], *, about: str, by: User, at: dt.datetime, broken: Sequence[Any] = ()) -> list[Any]:
    """The rules as they are kept, groups within. Raises NoRules or BrokenRules; those that were `broken` may stay so."""
    if not rules or count_of(rules) > MOST_RULES:
        raise NoRules
    asked = Asked(by.account, by.account.day(at), by)
    errors: dict[Place, str] = {}
    kept = [_kept(raw, (place,), errors, asked=asked, about=about, broken=broken) for place, raw in enumerate(rules)]
    if errors:
        raise BrokenRules(errors)
    return kept


def _kept(raw: Any, place: Place, errors: dict[Place, str], *, asked: Asked, about: str, broken: Sequence[Any]) -> Any:
    """What is kept of a rule or a group; what is wrong with it is added to `errors`."""
    try:
        inner = group(raw)
        if inner is None:
            return read(raw, asked=asked, about=about).kept()
        if not inner.rules:
            raise Malformed(_("A group needs at least one rule."))
    except Malformed as error:
        if not _was_there(raw, broken):
            errors[place] = str(error)
        return raw
    rules = [
        _kept(rule, (*place, inside), errors, asked=asked, about=about, broken=broken)
        for inside, rule in enumerate(inner.rules)
    ]
    return {"match": inner.match.value, "rules": rules}


def _was_there(raw: Any, before: Sequence[Any]) -> bool:
    groups = (each["rules"] for each in before if isinstance(each, dict) and isinstance(each.get("rules"), list))
    return raw in before or any(raw in rules for rules in groups)
