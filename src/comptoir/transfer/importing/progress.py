"""Letting others see how far an import is, while its transaction is open."""

import datetime as dt
import time
from collections.abc import Callable

from django.db import connection, connections

from comptoir.transfer.models import Import

EVERY = 1.0
"""Seconds between two signs of life."""


class Telling:
    """Writes the number of rows done beside the transaction of the import, by a connection of its own.

    Not on the embedded database, which has one writer at a time: there only the phase is seen.
    """

    def __init__(self, importing: Import, clock: Callable[[], dt.datetime]) -> None:
        self._importing, self._clock, self._last = importing, clock, time.monotonic()
        self._is_possible = connection.vendor == "postgresql"

    def __call__(self, done: int) -> None:
        if not self._is_possible or time.monotonic() - self._last < EVERY:
            return
        self._last = time.monotonic()
        table = Import._meta.db_table
        other = connections.create_connection(connection.alias)
        try:
            with other.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {table} SET progress = %s, claimed_at = %s WHERE id = %s AND claim = %s",
                    [done, self._clock(), self._importing.pk, self._importing.claim],
                )
        finally:
            other.close()
