"""Keeping a field, and what was chosen of its list, while values of it are being written."""

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from comptoir.custom_fields.checking import LISTS, Value
from comptoir.custom_fields.models import CustomField


def keep(values: Mapping[CustomField, Value | None], *, named: str) -> None:
    """Keep the fields from being deleted, and the words chosen from being removed, until the transaction ends.

    Writers do not wait for one another. Raises ValidationError for those that are gone since they were checked, by
    `named`, which has a place for the field's id.
    """
    there = {field.pk: field for field in _held(values)}
    faults = {}
    for field, value in values.items():
        if field.pk not in there:
            faults[named.format(field.pk.hex)] = _("A field that was shown is not there any more. Please look again.")
        elif field.kind in LISTS and not _ids(value) <= {option["id"] for option in there[field.pk].options}:
            faults[named.format(field.pk.hex)] = _("Choose one from the list.")
    if faults:
        raise ValidationError(faults)


def _held(fields: Collection[CustomField]) -> Iterable[CustomField]:
    rows = CustomField.objects.filter(pk__in=[field.pk for field in fields]).order_by("pk")
    if connection.vendor != "postgresql":
        return rows
    # Weaker than what Django can ask for: only whoever deletes the field or changes its list waits.
    sql, params = rows.query.sql_with_params()
    return CustomField.objects.raw(f"{sql} FOR KEY SHARE", params)


def _ids(value: Value | None) -> set[str]:
    return set() if value is None else set(value) if isinstance(value, list) else {str(value)}
