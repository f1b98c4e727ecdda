"""The values of an account's own fields: read, checked, written and forgotten with the records that they are of.

They are named by the id of their field. What a field of each kind takes is in `checking`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.core.batches import batched
from comptoir.core.text import folded
from comptoir.custom_fields.checking import LISTS, NUMBERS, TEXTS, Value, checked
from comptoir.custom_fields.keeping import keep
from comptoir.custom_fields.models import CustomField, CustomValue, FieldKind

NAMED = "custom_{}"
AT_ONCE = 1_000
"""Rows in one statement."""
LONGEST_TOLD = 120
"""Characters of a value that an activity keeps."""
Given = Mapping[UUID, Any]
"""What was said of a record's fields, by their ids."""
Change = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """Values that may be written: of each field what it is to be, None for nothing. Other fields stay as they are."""

    values: dict[CustomField, Value | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values)


def fields_of(account: Account, about: str) -> list[CustomField]:
    """The fields that are filled in of such records, in their order."""
    found = list(CustomField.objects.of(account).filter(about=about).shown())
    for each in found:
        each.account = account
    return found


def name_of(custom_field: CustomField) -> str:
    """How a form and a refusal name the field."""
    return NAMED.format(custom_field.pk.hex)


def check(account: Account, about: str, given: Given | None, *, home: str = "") -> Checked:
    """What was `given` of a record, as it may be written. Telephone numbers without a country are of `home`.

    Raises ValidationError with an entry for each field at fault (`name_of`), also for one that must be filled in and is
    given empty, and for one that is not there any more.
    """
    return check_among(fields_of(account, about), given, home=home) if given else Checked()


def check_among(fields: Iterable[CustomField], given: Given, *, home: str = "") -> Checked:
    """The same, among `fields` that are known already."""
    known = {each.pk: each for each in fields}
    values: dict[CustomField, Value | None] = {}
    faults: dict[str, ValidationError] = {}
    for pk, value in given.items():
        if pk not in known:
            sentence = _("A field that was shown is not there any more. Please look again.")
            faults[NAMED.format(pk.hex)] = ValidationError(sentence, code="unknown")
            continue
        try:
            values[known[pk]] = checked(known[pk], value, home=home)
        except ValidationError as fault:
            faults[name_of(known[pk])] = fault
    if faults:
        raise ValidationError(faults)
    return Checked(values)


def read_all(records: Iterable[UUID], about: str) -> dict[UUID, dict[UUID, Value]]:
    """The values of many records, by record and by field, in one query. Empty and archived fields are left out."""
    rows = CustomValue.objects.filter(record_id__in=list(records), field__about=about, field__archived_at=None)
    return _read(rows)


def read(record: UUID, about: str) -> dict[UUID, Value]:
    """The values of one record, by field."""
    return read_all([record], about).get(record, {})


def write(record: UUID, wanted: Checked) -> list[Change]:
    """Write what was checked of a record that the caller has locked, or just made, in the caller's transaction.

    Returns what changed, as activities tell it: {"field", "label", "kind", "old", "new"}, and of an amount its
    "currency". Of a text of several lines only that it changed. Nothing different writes nothing. Raises ValidationError
    for a field, or a word of its list, that is gone since it was checked.
    """
    if not wanted:
        return []
    rows = CustomValue.objects.filter(record_id=record, field__in=list(wanted.values))
    before = _read(rows).get(record, {})
    different = {each: value for each, value in wanted.values.items() if before.get(each.pk) != value}
    if not different:
        return []
    keep(different, named=NAMED)
    gone = [each for each in different if each.pk in before]
    if gone:
        CustomValue.objects.filter(record_id=record, field__in=gone).delete()
    CustomValue.objects.bulk_create(row for each, value in different.items() for row in _rows(each, record, value))
    return [_change(each, before.get(each.pk), value) for each, value in different.items()]


def write_new(wanted: Mapping[UUID, Checked]) -> None:
    """Write the values of many records that were made in the same transaction. Raises as `write` does."""
    if fields := {custom_field for each in wanted.values() for custom_field in each.values}:
        keep(dict.fromkeys(fields), named=NAMED)
    rows = (
        row
        for record, each in wanted.items()
        for custom_field, value in each.values.items()
        for row in _rows(custom_field, record, value)
    )
    for some in batched(rows, AT_ONCE):
        CustomValue.objects.bulk_create(some)


def taken_over(account: Account, about: str, record: UUID) -> Checked:
    """The values of a record, to be written to another one that is made like it."""
    there = read(record, about)
    return Checked({each: there[each.pk] for each in fields_of(account, about) if each.pk in there} if there else {})


def forget(records: Collection[UUID]) -> None:
    """Remove all values of records that are being deleted, archived fields' too."""
    CustomValue.objects.filter(record_id__in=records).delete()


def words_of(custom_field: CustomField, chosen: str | list[str]) -> list[str]:
    """The options of these ids in words, in the order of the list."""
    ids = {chosen} if isinstance(chosen, str) else set(chosen)
    return [option["value"] for option in custom_field.options if option["id"] in ids]


def _read(rows: QuerySet[CustomValue]) -> dict[UUID, dict[UUID, Value]]:
    found: dict[UUID, dict[UUID, Value]] = defaultdict(dict)
    options: dict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    columns = ("record_id", "field_id", "field__kind", "text", "number", "day", "yes", "option")
    for record, pk, kind, text, number, day, yes, option in rows.values_list(*columns):
        if kind == FieldKind.MULTI_SELECT:
            options[record, pk].append(option)
        else:
            found[record][pk] = text or option or (number if number is not None else yes if day is None else day)
    for (record, pk), several in options.items():
        found[record][pk] = sorted(several)
    return found


def _rows(custom_field: CustomField, record: UUID, value: Value | None) -> list[CustomValue]:
    if value is None:
        return []
    several = value if isinstance(value, list) else [value]
    return [CustomValue(field=custom_field, record_id=record, **_column(custom_field.kind, each)) for each in several]


def _column(kind: str, value: Any) -> dict[str, Any]:
    if kind in TEXTS:
        return {"text": value, "folded": folded(value)}
    if kind in NUMBERS:
        return {"number": value}
    if kind in LISTS:
        return {"option": value}
    return {"day": value} if kind == FieldKind.DATE else {"yes": value}


def _change(custom_field: CustomField, old: Value | None, new: Value | None) -> Change:
    change: Change = {"field": custom_field.pk, "label": custom_field.label, "kind": custom_field.kind}
    if custom_field.kind == FieldKind.MONEY:
        change["currency"] = custom_field.account.currency
    if custom_field.kind != FieldKind.MULTI_LINE:
        change |= {"old": _told(custom_field, old), "new": _told(custom_field, new)}
    return change


def _told(custom_field: CustomField, value: Any) -> str:
    """A value as an activity keeps it: words of a list as they are now."""
    if value is None:
        return ""
    if custom_field.kind in LISTS:
        return Truncator(", ".join(words_of(custom_field, value))).chars(LONGEST_TOLD)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else Truncator(value).chars(LONGEST_TOLD)
