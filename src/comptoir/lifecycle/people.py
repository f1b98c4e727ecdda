"""Users come, change and leave; the timeline of the account keeps what was done."""

import datetime as dt
from typing import TypedDict, Unpack

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import HIDEABLE, NotAllowed, Right, Role, require
from comptoir.activities.record import record
from comptoir.lifecycle.changes import changed
from comptoir.lifecycle.handing_over import hand_over_all


class LastOwner(Exception):
    """The account would be left without an owner who can log in."""


class OnlyOwners(NotAllowed):
    """Owners are made, changed and deactivated by owners."""

    def __init__(self) -> None:
        super().__init__(Right.SETTINGS)

    def __str__(self) -> str:
        return _("Only an owner can do this with an owner.")


class UserFacts(TypedDict, total=False):
    """What is known of a user. What a member may change (`rights`) is seen; other modules are, unless `hidden`."""

    email: str
    first_name: str
    last_name: str
    function: str
    language: str
    role: str
    rights: list[str]
    hidden: list[str]


GIVEN = [Right.CUSTOMERS.value, Right.INVOICES.value, Right.SUBSCRIPTIONS.value, Right.DEALS.value]
"""The rights that a member can be given; the settings belong to owners and admins."""
OWN = frozenset({"first_name", "last_name", "function", "language"})
"""What everybody may change about themselves."""


def add_user(account: Account, *, by: User, at: dt.datetime, password: str, **facts: Unpack[UserFacts]) -> User:
    """Let somebody log in. Raises NotAllowed, and ValidationError for a weak password or an e-mail in use."""
    require(by, Right.SETTINGS)
    _only_owners_make_owners(by, facts.get("role"))
    user = User(account=account, created_at=at, **_in_order(facts))
    with transaction.atomic():
        _check(user)
        _check_password(user, password)
        user.set_password(password)
        user.save()
        record("user.added", account=account, by=by, at=at, subject=user, name=user.name, role=user.role)
    return user


def change_user(user: User, *, by: User, at: dt.datetime, **facts: Unpack[UserFacts]) -> User:
    """Change the facts given; one activity, none when nothing differs.

    People change their own name, function and language; the rest needs the right to the settings. Raises NotAllowed,
    LastOwner, and ValidationError.
    """
    if by.pk != user.pk or not OWN.issuperset(facts):
        require(by, Right.SETTINGS)
    with transaction.atomic():
        user = _locked(user)
        if by.pk != user.pk:
            _only_owners_make_owners(by, user.role)
        if "role" in facts and facts["role"] != user.role:
            _only_owners_make_owners(by, facts["role"])
            _leave_an_owner(user)
        changes = changed(user, **_in_order(facts, user))
        if changes:
            _check(user)
            user.save(update_fields=[change["field"] for change in changes])
            record("user.changed", account=user.account, by=by, at=at, subject=user, name=user.name, changes=changes)
    return user


def deactivate_user(user: User, *, by: User, at: dt.datetime, hand_over_to: User | None = None) -> User:
    """Let `user` log in no longer; what they did keeps their name, what is open stays theirs unless it is handed over.

    One activity, and one more on the timeline of each customer whose deals or follow-ups went to `hand_over_to`. Raises
    NotAllowed, LastOwner, ValidationError for a colleague who cannot be chosen, and StaleWork when somebody took
    something of theirs at that very moment.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        user = _locked(user)
        _only_owners_make_owners(by, user.role)
        if user.is_active:
            _leave_an_owner(user)
            user.deactivated_at = at
            user.save(update_fields=["deactivated_at"])
            handed = hand_over_all(user, to=hand_over_to, by=by, at=at) if hand_over_to else {}
            record("user.deactivated", account=user.account, by=by, at=at, subject=user, name=user.name, **handed)
    return user


def reactivate_user(user: User, *, by: User, at: dt.datetime) -> User:
    """Let `user` log in again, with the password they had. Raises NotAllowed."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        user = _locked(user)
        _only_owners_make_owners(by, user.role)
        if not user.is_active:
            user.deactivated_at = None
            user.save(update_fields=["deactivated_at"])
            record("user.reactivated", account=user.account, by=by, at=at, subject=user, name=user.name)
    return user


def _locked(user: User) -> User:
    # The account first, so that two owners cannot deactivate each other at the same time. Without the key lock:
    # whoever only refers to the account or the user, as every activity does, need not wait.
    Account.objects.select_for_update(no_key=True).get(pk=user.account_id)
    return User.objects.select_for_update(of=("self",), no_key=True).select_related("account").get(pk=user.pk)


def _only_owners_make_owners(by: User, role: str | None) -> None:
    if role == Role.OWNER and by.role != Role.OWNER:
        raise OnlyOwners


def _leave_an_owner(user: User) -> None:
    owners = User.objects.active(user.account).filter(role=Role.OWNER)
    if user.role == Role.OWNER and not owners.exclude(pk=user.pk).exists():
        raise LastOwner


def _in_order(facts: UserFacts, user: User | None = None) -> UserFacts:
    """The same, with rights that can be given and modules that can be hidden: never one that may be changed."""
    if "rights" not in facts and "hidden" not in facts:
        return facts
    rights, hidden = facts.get("rights", user.rights if user else []), facts.get("hidden", user.hidden if user else [])
    given = [right for right in GIVEN if right in rights]
    return {**facts, "rights": given, "hidden": [m.value for m in HIDEABLE if m in hidden and m not in given]}


def _check(user: User) -> None:
    user.email = user.email.strip().lower()
    if User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists():
        taken = _("E-mail: somebody logs in with %(email)s already. Use another one.") % {"email": user.email}
        raise ValidationError({"email": taken})
    user.full_clean(exclude=["id", "password"], validate_constraints=False)


def _check_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise ValidationError({"password": weak.messages}) from weak
