"""Statements done so often, a row at a time, that Django would take longer to put each together than the database to do it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, models, transaction


class Statement(NamedTuple):
    """What the database is told, and the values in its gaps."""

    text: str
    values: Sequence[Any] = ()

    def ending(self, *values: Any) -> "Statement":
        """The same with other values in its last gaps."""
        return Statement(self.text, (*self.values[: -len(values)], *values))


def question(rows: "models.QuerySet[Any, Any]") -> Statement:
    """What Django would ask for `rows`. Of conditions added one by one, the last have the last values."""
    with transaction.atomic():  # only there Django says how it would lock; nothing is sent
        return Statement(*rows.query.sql_with_params())


def as_kept(model: type[models.Model], **values: Any) -> list[Any]:
    """These values as the database keeps them in the fields of `model` that they are named like."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]


def together(*statements: Statement) -> int:
    """Do these one after the other in one transaction, on PostgreSQL in one journey there and back. Returns how many rows
    the last one changed. Each sees what was committed before it began, as always."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            values = [value for statement in statements for value in statement.values]
            cursor.execute("; ".join(statement.text for statement in statements), values)
            while cursor.nextset():
                pass
            return int(cursor.rowcount)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(*statement)
        return int(cursor.rowcount)
