"""Writing many new rows at once. On PostgreSQL they are copied in, several times faster than Django inserts them."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models, transaction

from comptoir.core.statements import Statement, do

Row = TypeVar("Row", bound=models.Model)

AS_THEY_ARE = (
    models.UUIDField,
    models.ForeignKey,
    models.DateField,
    models.DecimalField,
    models.IntegerField,
    models.BooleanField,
)
"""The kinds of fields whose values the driver takes as they are; a date field is also one of a moment."""
FEW = 4
"""So few are written in one journey; copying takes three, and then next to nothing for a row."""


def insert_all(rows: Iterable[Row]) -> list[Row]:
    """Write `rows`, all of one model and all new, with the keys they bear; returns them.

    Constraints and triggers hold as with any other insert. It belongs into a transaction, as whatever is written.
    """
    made = list(rows)
    if not made:
        return made
    model = type(made[0])
    if connection.vendor != "postgresql":
        return model._default_manager.bulk_create(made)
    way = _way_in(model)
    with connection.cursor() as cursor:
        if len(made) < FEW:
            values = [value for row in made for value in way.values_of(row)]
            cursor.execute(f"INSERT INTO {way.into} VALUES {', '.join([way.gaps] * len(made))}", values)
        else:
            with connection.wrap_database_errors, cursor.copy(f"COPY {way.into} FROM STDIN") as copy:
                for row in made:
                    copy.write_row(way.values_of(row))
    for row in made:
        row._state.adding, row._state.db = False, connection.alias
    return made


def change_and_insert(change: Statement, row: models.Model) -> int:
    """Do `change`, which changes one row at most, and write `row` if it did, both in one transaction; on PostgreSQL in one
    journey. Returns how many rows were changed."""
    if connection.vendor == "postgresql":
        way = _way_in(type(row))
        text = (
            f"WITH changed AS ({change.text} RETURNING 1) INSERT INTO {way.into} SELECT {way.gaps[1:-1]} FROM changed"
        )
        return do(Statement(text, [*change.values, *way.values_of(row)]))
    with transaction.atomic():
        changed = do(change)
        if changed:
            insert_all([row])
        return changed


class _WayIn(NamedTuple):
    """How rows of a model get in."""

    into: str
    """The table and its columns."""
    gaps: str
    values_of: Callable[[models.Model], list[Any]]


@cache
def _way_in(model: type[models.Model]) -> _WayIn:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    readers = [(field.attname, _reader(field)) for field in fields]

    def values_of(row: models.Model) -> list[Any]:
        facts = row.__dict__
        return [read(facts[name]) if read else facts[name] for name, read in readers]

    return _WayIn(f"{quoted(model._meta.db_table)} ({columns})", f"({', '.join(['%s'] * len(fields))})", values_of)


def _reader(field: Any) -> Callable[[Any], Any] | None:
    """What makes the field's value one that the driver takes; None where it is one."""
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=field.encoder)
    if isinstance(field, models.CharField | models.TextField):
        # A choice is written as its value.
        return lambda value: value if value is None else str(value)
    if isinstance(field, AS_THEY_ARE):
        return None
    return lambda value: field.get_db_prep_save(value, connection)
