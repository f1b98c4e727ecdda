"""The account's own fields of contacts and companies, as columns of a file."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.core.text import folded
from comptoir.custom_fields.checking import LISTS, NUMBERS, Value, checked
from comptoir.custom_fields.models import About, CustomField, FieldKind
from comptoir.custom_fields.values import Checked, fields_of, read
from comptoir.customers.models import Customer
from comptoir.transfer.cells import BadCell
from comptoir.transfer.importing import meanings
from comptoir.transfer.importing.fields import Field, by_name
from comptoir.transfer.importing.going import Row
from comptoir.transfer.models import Import, ImportKind

KINDS = (About.CONTACT, About.COMPANY)
Alike = dict[str, CustomField]
"""Fields that are called the same and of one kind, by whether they are of contacts or of companies."""


def own_fields(account: Account) -> dict[str, Alike]:
    """The fields by the name that a mapping gives them. What contacts and companies both have is one column."""
    found: dict[str, Alike] = defaultdict(dict)
    for about in KINDS:
        for each in fields_of(account, about):
            found[f"own:{each.kind}:{folded(each.label)}"][about] = each
    return found


def known_fields(importing: Import) -> dict[str, Field]:
    """Everything that a column of the file may hold, by name, in the order in which it is offered."""
    usual = by_name(importing.kind)
    if importing.kind != ImportKind.CUSTOMERS:
        return usual
    return usual | {name: _as_field(name, alike) for name, alike in own_fields(importing.account).items()}


class OwnFields:
    """What the mapped columns of a file say of an account's own fields."""

    def __init__(self, importing: Import) -> None:
        mapped = any(name.startswith("own:") for name in importing.mapping)
        known = own_fields(importing.account) if mapped else {}
        self.mapped = {name: known.get(name, {}) for name in importing.mapping if name.startswith("own:")}

    def told(self, row: Row, kind: str, *, home: str) -> Checked:
        """What a row says of them; an empty cell says nothing. What is wrong is blamed on the row."""
        values: dict[CustomField, Value | None] = {}
        for name, alike in self.mapped.items():
            if not meanings.text(row.cells.get(name, "")):
                continue
            if kind not in alike:
                row.blame(name, _no_such_field(alike))
                continue
            field = alike[kind]
            try:
                if (value := _value(row, name, field)) is not None:
                    values[field] = checked(field, value, home=home)
            except (BadCell, ValidationError) as fault:
                row.blame(name, fault.messages[0] if isinstance(fault, ValidationError) else str(fault))
        return Checked(values)


def snapshot(customer: Customer, wanted: Checked) -> dict[str, Any]:
    """What the fields that will be written say now, as it can be kept."""
    there = read(customer.pk, customer.kind) if wanted else {}
    return {str(field.pk): _plain(there.get(field.pk)) for field in wanted.values}


def of_snapshot(customer: Customer, before: Mapping[str, Any]) -> Checked:
    """The values of a snapshot, to be written again, of fields and words that are still there."""
    values: dict[CustomField, Value | None] = {}
    for field in fields_of(customer.account, customer.kind) if before else ():
        kept = before.get(str(field.pk))
        if str(field.pk) in before:
            try:
                values[field] = None if kept is None else checked(field, kept)
            except ValidationError:
                continue
    return Checked(values)


def _as_field(name: str, alike: Alike) -> Field:
    (about, field), *others = alike.items()
    label = field.label if others else f"{field.label} ({About(about).label})"
    reads = "date" if field.kind == FieldKind.DATE else "amount" if field.kind in NUMBERS else "text"
    return Field(name, label, folded(field.label).replace(",", " "), reads)


def _no_such_field(alike: Alike) -> str:
    if About.CONTACT in alike:
        return _("Only contacts have this field.")
    return _("Only companies have this field.") if alike else _("This field is not there any more.")


def _value(row: Row, name: str, field: CustomField) -> Any:
    """What a cell means for the field, before it is checked; None when it was blamed already."""
    words = meanings.text(row.cells[name])
    if field.kind == FieldKind.DATE:
        return row.day(name)
    if field.kind in NUMBERS:
        return row.number(name)
    if field.kind == FieldKind.BOOLEAN:
        return meanings.is_yes(words)
    if field.kind not in LISTS:
        return words
    options = {folded(option["value"]): option["id"] for option in field.options}
    if field.kind == FieldKind.SINGLE_SELECT:
        return _option(words, options)
    return [_option(word, options) for word in _several(words, is_one=lambda text: folded(text) in options)]


def _several(words: str, *, is_one: Callable[[str], bool]) -> list[str]:
    """The words of a cell, with semicolons or else commas between them, which a word may have itself."""
    parts = words.split(";") if ";" in words or is_one(words) else words.split(",")
    return [part.strip() for part in parts if part.strip()]


def _option(word: str, options: dict[str, str]) -> str:
    if folded(word) not in options:
        raise BadCell(_("“%(text)s” is not one of the words of this list.") % {"text": word[:40]})
    return options[folded(word)]


def _plain(value: Value | None) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value
