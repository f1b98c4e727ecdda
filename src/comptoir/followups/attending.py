"""Who comes to a meeting."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer, Kind
from comptoir.followups.checking import NOT_OFFERED
from comptoir.followups.models import Attendee, Meeting


def of(meeting: Meeting) -> tuple[list[User], list[Customer]]:
    """Its users and its contacts, by name."""
    attendees = meeting.attendees.select_related("user", "contact")
    users = [each.user for each in attendees if each.user]
    contacts = [each.contact for each in attendees if each.contact]
    return sorted(users, key=lambda user: user.name), sorted(contacts, key=lambda contact: contact.sort_name)


def check(
    account: Account, *, users: Collection[User], contacts: Collection[Customer], staying: Collection[Any] = ()
) -> None:
    """Refuse attendees of another account, users who left unless they are `staying`, companies, and a meeting of nobody.

    Raises ValidationError with entries for `users` and `contacts`.
    """
    faults: dict[str, Any] = {}
    if not any(user.is_active for user in users):
        faults["users"] = _("Choose at least one of your colleagues or yourself.")
    new_users = [user for user in users if user not in staying]
    if any(user.account_id != account.pk or not user.is_active for user in new_users):
        faults["users"] = NOT_OFFERED
    if any(contact.account_id != account.pk or contact.kind != Kind.CONTACT for contact in contacts):
        faults["contacts"] = _("Choose people from the list, not companies.")
    if faults:
        raise ValidationError(faults)


def put(meeting: Meeting, *, users: Collection[User], contacts: Collection[Customer]) -> None:
    """Write who attends a meeting, in place of whoever did."""
    meeting.attendees.all().delete()
    Attendee.objects.bulk_create(Attendee(meeting=meeting, user=user) for user in _each_once(users))
    Attendee.objects.bulk_create(Attendee(meeting=meeting, contact=contact) for contact in _each_once(contacts))


def change(meeting: Meeting, invited: dict[str, Collection[Any]]) -> list[dict[str, Any]]:
    """Let all the `users` or all the `contacts` that are given attend; {"field", "old", "new"} for what differed, by name."""
    before: dict[str, Collection[Any]] = dict(zip(("users", "contacts"), of(meeting), strict=True))
    after = before | invited
    changes = [
        {"field": kind, "old": _names(before[kind]), "new": _names(after[kind])}
        for kind in before
        if {each.pk for each in before[kind]} != {each.pk for each in after[kind]}
    ]
    if changes:
        check(meeting.account, users=after["users"], contacts=after["contacts"], staying=before["users"])
        put(meeting, users=after["users"], contacts=after["contacts"])
    return changes


def _each_once(people: Collection[Any]) -> list[Any]:
    return list(dict.fromkeys(people))


def _names(people: Collection[Any]) -> list[str]:
    return sorted(each.name for each in people)
