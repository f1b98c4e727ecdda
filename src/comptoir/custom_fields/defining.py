"""The fields themselves: added, edited, put in order, archived, restored, deleted."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.custom_fields.models import CustomField
from comptoir.custom_fields.refusals import FieldInUse, TooManyFields
from comptoir.custom_fields.wording import Option, check_label, check_options

MOST = 50
"""Fields of one kind of record that are filled in."""


def add_field(
    account: Account,
    *,
    about: str,
    label: str,
    kind: str,
    by: User | None,
    at: dt.datetime,
    required: bool = False,
    options: Sequence[str] = (),
) -> CustomField:
    """Make a field, as the last one of its records. `options` are the words of a kind that chooses from a list.

    Raises NotAllowed, TooManyFields, and ValidationError with an entry for each of label, kind and options at fault: a
    label that is missing or taken, a list without words or with one twice.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        others = _fields(account, about)
        if sum(not each.is_archived for each in others) >= MOST:
            raise TooManyFields(MOST)
        made = CustomField(account=account, about=about, kind=kind, required=required, created_at=at)
        made.position = max((each.position for each in others), default=0) + 1
        made.label = check_label(label, among=others)
        made.options = check_options(kind, [Option("", word) for word in options], before=())
        made.clean_fields(exclude={"account", "options"})
        made.save(force_insert=True)
        _tell("added", made, by=by, at=at)
    return made


def edit_field(
    field: CustomField,
    *,
    label: str,
    by: User | None,
    at: dt.datetime,
    required: bool = False,
    options: Sequence[Option] = (),
) -> CustomField:
    """Call it otherwise, say whether it must be filled in, and what can be chosen, in its order.

    What it is of and its kind stay, since there are values. Options with an id are those that are there; of those that
    are left out none may be chosen anywhere. Nothing different leaves no activity. Raises NotAllowed, and ValidationError
    with an entry for label or options.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        others = _fields(field.account, field.about)
        # With the key: whoever is choosing a word of the list comes first, or finds it gone.
        field = CustomField.objects.select_for_update(of=("self",)).select_related("account").get(pk=field.pk)
        before = _known(field)
        field.label = check_label(label, among=[each for each in others if each != field])
        field.required = required
        field.options = check_options(field.kind, options, before=field.options, chosen=field.values)
        after = _known(field)
        if changes := {name: after[name] for name in after if after[name] != before[name]}:
            field.save(update_fields=["label", "required", "options"])
            _tell("edited", field, by=by, at=at, before={name: before[name] for name in changes}, after=changes)
    return field


def place_field(field: CustomField, *, position: int, by: User | None, at: dt.datetime) -> CustomField:
    """Put the field at `position`, counted from 1, among those that are filled in of the same records.

    Beyond the last is last; where it is already, nothing happens. Raises NotAllowed.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        others = _fields(field.account, field.about)
        shown = [each for each in others if not each.is_archived]
        if field not in shown:
            return field
        before = shown.index(field)
        after = min(max(position, 1), len(shown)) - 1
        field = shown.pop(before)
        shown.insert(after, field)
        if before != after:
            for place, each in enumerate([*shown, *(each for each in others if each.is_archived)], start=1):
                each.position = place
            CustomField.objects.bulk_update(others, ["position"])
            _tell("placed", field, by=by, at=at, position=after + 1, before=before + 1)
    return field


def archive_field(field: CustomField, *, by: User | None, at: dt.datetime) -> CustomField:
    """Show it nowhere any more; its values are kept. A second time changes nothing. Raises NotAllowed."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        field = _locked(field)
        if not field.is_archived:
            field.archived_at = at
            field.save(update_fields=["archived_at"])
            _tell("archived", field, by=by, at=at)
    return field


def restore_field(field: CustomField, *, by: User | None, at: dt.datetime) -> CustomField:
    """Show an archived one again, last, with the values that it had. A second time changes nothing.

    Raises NotAllowed, and TooManyFields.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        others = _fields(field.account, field.about)
        field = next(each for each in others if each.pk == field.pk)
        if field.is_archived:
            if sum(not each.is_archived for each in others) >= MOST:
                raise TooManyFields(MOST)
            field.archived_at, field.position = None, max(each.position for each in others) + 1
            field.save(update_fields=["archived_at", "position"])
            _tell("restored", field, by=by, at=at)
    return field


def delete_field(field: CustomField, *, by: User | None, at: dt.datetime) -> None:
    """Take away a field that is filled in nowhere. A second time does nothing. Raises NotAllowed, and FieldInUse."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        # With the key: whoever is about to fill it in comes first, or finds it gone.
        kept = CustomField.objects.select_for_update(of=("self",)).select_related("account").filter(pk=field.pk).first()
        if kept is None:
            return
        if count := kept.values.values("record_id").distinct().count():
            raise FieldInUse(count)
        _tell("deleted", kept, by=by, at=at)
        kept.delete()


def _fields(account: Account, about: str) -> list[CustomField]:
    """All fields of such records; nobody else adds or changes one until the transaction ends."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    mine = CustomField.objects.of(account).filter(about=about).select_related("account")
    return list(mine.select_for_update(of=("self",), no_key=True))


def _locked(field: CustomField) -> CustomField:
    rows = CustomField.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    found: CustomField = rows.get(pk=field.pk)
    return found


def _known(field: CustomField) -> dict[str, Any]:
    words = [option["value"] for option in field.options]
    return {"label": field.label, "required": field.required, "options": words}


def _tell(what: str, field: CustomField, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    record(
        f"custom_field.{what}",
        account=field.account,
        by=by,
        at=at,
        subject=field,
        name=field.label,
        about=field.about,
        **effects,
    )
