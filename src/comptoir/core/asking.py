"""Asking the database about thousands of rows at once, with as little as may be left for Python to do for each."""

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.lookups import In

Row = TypeVar("Row", bound=models.Model)


def only(rows: "models.QuerySet[Row]", *names: str) -> list[Row]:
    """The same as `rows.only(*names)`, in an eighth of the time: Django goes through every field of every row, had or not."""
    model = rows.model
    attributes = {field.name: field.attname for field in model._meta.concrete_fields}
    columns = [attributes[name] for name in names]
    return [_row(model, zip(columns, values, strict=True)) for values in rows.values_list(*columns)]


@models.UUIDField.register_lookup
@models.ForeignKey.register_lookup
class Among(In):  # type: ignore[type-arg]
    """`pk__among=ids`: like `pk__in`, but the database is told all of them as one value, not as one for each."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        """Keys, of which there may be none: then there are no rows, and nothing is asked."""
        return list(self.rhs)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """An array."""
        return self._as("= ANY(%s::uuid[])", f"{{{','.join(self._keys())}}}", compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A list in JSON."""
        return self._as("IN (SELECT value FROM json_each(%s))", json.dumps(self._keys()), compiler, connection)

    def _as(self, condition: str, keys: str, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if not self.rhs:
            raise EmptyResultSet
        column, values = self.process_lhs(compiler, connection)
        return f"{column} {condition}", [*values, keys]

    def _keys(self) -> list[str]:
        return [key.hex for key in self.rhs]


class LocalDay(models.Func):
    """`LocalDay("sent_at", "account__time_zone")`: the day of a moment in a time zone, as `days.local_day` says it."""

    output_field = models.DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """The moment is turned into a local one, whose clock is left off."""
        return self.as_sql(compiler, connection, template="(%(expressions)s)::date", arg_joiner=" AT TIME ZONE ")

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """Django brings a function for it, which is told how moments are kept."""
        template = f"django_datetime_cast_date(%(expressions)s, '{connection.timezone_name}')"
        return self.as_sql(compiler, connection, template=template)


def _row(model: type[Row], facts: Iterable[tuple[str, Any]]) -> Row:
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, connection.alias
    row.__dict__.update(facts)
    return row
