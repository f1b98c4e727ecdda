"""Rows that have something in another table."""

from functools import reduce
from operator import and_
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import In


class Having(Q):
    """Rows to which any row of the `sets` refers; each of them is a query set and the key by which it refers.

    Asked from the small side: those that are referred to. The rest of them (`~`) is the large side: it is asked row by
    row, so that a page of it looks no further than its last row.
    """

    def __init__(self, *sets: "tuple[QuerySet[Any], str]") -> None:
        self.sets = [(rows.order_by(), key) for rows, key in sets]
        super().__init__(pk__in=self.keys)

    def __invert__(self) -> Q:
        return reduce(and_, (Q(~Exists(rows.filter(**{key: OuterRef("pk")}))) for rows, key in self.sets))

    def __or__(self, other: Q) -> Q:
        """Of two such conditions one, as long as nothing else is said."""
        return Having(*self.sets, *other.sets) if isinstance(other, Having) else super().__or__(other)

    @classmethod
    def create(cls, *args: Any, **facts: Any) -> Q:
        """Joined with another condition it is a condition like any."""
        return cast(Q, Q.create(*args, **facts))

    def first(self, most: int) -> Q:
        """The same for sets of which it is known that they hold `most` rows at most: PostgreSQL shall begin with them,
        whatever it expects of the rest."""
        return Q(_Few(F("pk"), self.keys[:most]))

    @property
    def keys(self) -> "QuerySet[Any]":
        """The ids of the rows."""
        one, *others = [rows.values(key) for rows, key in self.sets]
        return one.union(*others) if others else one


class _Few(In):  # type: ignore[type-arg]
    """`IN` a set that is small.

    Asked for the first rows in some order, PostgreSQL goes through them in that order and looks each up in a table of the
    set; otherwise it looks up each of the set. Left to choose it guesses from how many rows it expects, and a wrong guess
    costs a thousand times what a right one gains.
    """

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        rows, parameters = self.process_lhs(compiler, connection)
        few, more = self.process_rhs(compiler, connection)
        in_order = compiler.query.is_sliced and compiler.query.order_by
        sql = f"({rows} IN {few}) IS TRUE" if in_order else f"{rows} = ANY(ARRAY{few})"
        return sql, [*parameters, *more]
