"""Statements done so often, a row at a time, that Django would take longer to put each together than the database to do it."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
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
    fields = _fields(model)
    return [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]


def do(statement: Statement) -> int:
    """Do it, in a transaction of its own unless one is open, in one journey. Returns how many rows it changed.

    PostgreSQL reads and plans it once in a session, which takes as long as doing it; then it is told the values alone.
    """
    if connection.vendor == "postgresql" and _sessions_are_ours():
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as prepared:
            prepared.execute(statement.text, statement.values, prepare=True)
            return prepared.rowcount
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return int(cursor.rowcount)


_ours: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


def _sessions_are_ours() -> bool:
    """Whether we talk to PostgreSQL itself. A pooler in between may give each transaction to another session, which knows
    none of our statements or others by the same names; the process that it names is its own."""
    connection.ensure_connection()
    session = connection.connection
    if session not in _ours:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            _ours[session] = cursor.fetchone() == (session.info.backend_pid,)
        session.prepare_threshold = 0  # Django turns off what only `do` asks for.
    return _ours[session]


@cache
def _fields(model: type[models.Model]) -> "dict[str, models.Field[Any, Any]]":
    return {field.name: field for field in model._meta.concrete_fields}
