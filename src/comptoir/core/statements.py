"""Statements done so often, a row at a time, that Django would take longer to put each together than the database to do it."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4
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


def asked(question: "Callable[..., models.QuerySet[Any, Any]]", **values: UUID | dt.date) -> list[list[Any]]:
    """The rows of `question(**values)`, which asks for values, put together once and for all.

    For a function of a module whose statement is the same whatever keys, moments and days it is given. Django takes several
    milliseconds to put a union together, far longer than the database to answer it.
    """
    kinds = tuple((name, type(value)) for name, value in values.items())
    text, gaps, converters = _put_together(question, kinds)
    kept = {name: _KINDS[kind].field.get_db_prep_value(values[name], connection) for name, kind in kinds}
    with connection.cursor() as cursor:
        cursor.execute(text, [kept[gap.name] if isinstance(gap, _Gap) else gap for gap in gaps])
        rows = [list(row) for row in cursor.fetchall()]
    for position, (convert, expression) in converters.items():
        for row in rows:
            for each in convert:
                row[position] = each(row[position], expression, connection)
    return rows


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


class _Gap(NamedTuple):
    """Where a value goes each time."""

    name: str


class _Kind(NamedTuple):
    field: "models.Field[Any, Any]"
    mark: Callable[[], Any]
    """Makes a value that stands nowhere else, to find the gaps by."""


_KINDS = {
    UUID: _Kind(models.UUIDField(), uuid4),
    dt.datetime: _Kind(
        models.DateTimeField(),
        lambda: dt.datetime(1900, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=random.randrange(10**15)),
    ),
    dt.date: _Kind(models.DateField(), lambda: dt.date.fromordinal(random.randrange(1, 600_000))),
}


@cache
def _put_together(
    question: "Callable[..., models.QuerySet[Any, Any]]", kinds: tuple[tuple[str, type]]
) -> tuple[str, list[Any], dict[int, Any]]:
    """The text, what goes into its gaps, and what Django makes of which column."""
    marks = {name: _KINDS[kind].mark() for name, kind in kinds}
    compiler = question(**marks).query.get_compiler(connection=connection)
    text, values = compiler.as_sql()
    gaps = {str(_KINDS[kind].field.get_db_prep_value(marks[name], connection)): _Gap(name) for name, kind in kinds}
    converters = compiler.get_converters([column for column, *__ in compiler.select])
    return text, [gaps.get(str(value), value) for value in values], converters


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
