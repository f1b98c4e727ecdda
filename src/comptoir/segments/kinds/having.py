"""Rows that have something in another table."""

from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet


class Having(Q):
    """Rows to which any of `rows` refers by `key`.

    Asked from the small side: those that are referred to. The rest of them (`~`) is the large side: it is asked row by
    row, so that a page of it looks no further than its last row.
    """

    def __init__(self, rows: "QuerySet[Any]", key: str) -> None:
        super().__init__(pk__in=rows.order_by().values(key))
        self._rows, self._key = rows, key

    def __invert__(self) -> Q:
        return Q(~Exists(self._rows.filter(**{self._key: OuterRef("pk")})))

    @classmethod
    def create(cls, *args: Any, **facts: Any) -> Q:
        """Joined with another condition it is a condition like any."""
        return cast(Q, Q.create(*args, **facts))
