"""Writing what became of the rows of a batch, in one statement."""

import json
from collections.abc import Sequence

from django.db import connection

from comptoir.bulk.models import BulkRow

TABLE = BulkRow._meta.db_table
AS_JSON = {
    # Hundreds of rows, each with its own facts: one value that the database takes apart.
    "postgresql": f"""
        UPDATE {TABLE} SET state = told.state, said = told.said
        FROM jsonb_to_recordset(%s::jsonb) AS told(id bigint, state text, said jsonb)
        WHERE {TABLE}.id = told.id""",
    "sqlite": f"""
        UPDATE {TABLE} SET state = told.value ->> 'state', said = told.value -> 'said'
        FROM json_each(%s) AS told
        WHERE {TABLE}.id = told.value ->> 'id'""",
}


def write(rows: Sequence[BulkRow]) -> None:
    """Keep the state of each of `rows` and what is said of it."""
    told = json.dumps([{"id": row.pk, "state": str(row.state), "said": row.said} for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(AS_JSON[connection.vendor], [told])
