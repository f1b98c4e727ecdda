"""Whether an id is one of many, which are handed to the database as one value: thousands as quickly as a few."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.db.models.lookups import Lookup


def among(field: str, ids: Iterable[uuid.UUID]) -> Q:
    """Rows whose `field` is one of `ids`, like `field__in`; none without any, and then nothing is asked."""
    found = ",".join(each.hex for each in ids)
    return Q(_Among(F(field), found)) if found else Q(pk__in=[])


class _Among(Lookup):  # type: ignore[type-arg]
    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, of_column = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*of_column, f"{{{self.rhs}}}"]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, of_column = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*of_column, json.dumps(self.rhs.split(","))]
