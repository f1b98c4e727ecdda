"""Lists out of Comptoir: one declaration of columns per list, which every file format reads."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from comptoir.accounts.models import Account

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CHUNK = 2_000
"""So many rows are at hand at once, however long the list is."""

Cell = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Column:
    """A title, and what stands below it: an attribute of the row (`customer.name`), or a function of it."""

    title: "StrPromise"
    value: str | Callable[[Any], object]
    is_clock: bool = False
    """Of a moment, the time in the account's time zone rather than the day."""

    def cell(self, row: Any, account: Account) -> Cell:
        """What a row says here. A moment becomes the account's day; what is no number and no day is text."""
        value = self.value(row) if callable(self.value) else _attribute(row, self.value)
        if isinstance(value, dt.datetime) and self.is_clock:
            return f"{value.astimezone(ZoneInfo(account.time_zone)):%H:%M}"
        if isinstance(value, dt.datetime):
            return account.day(value)
        if isinstance(value, bool) or value is None or isinstance(value, str | uuid.UUID):
            return "" if value is None else str(value)
        assert isinstance(value, int | Decimal | dt.date), value
        return value


@dataclass(frozen=True)
class Sheet:
    """A list as it leaves: its columns, and how its rows are ordered and read.

    Kinds, states, countries and the like are codes, the same in every language, so that the file can be read back.
    """

    columns: tuple[Column, ...]
    ordered: Callable[[Any], "QuerySet[Any]"]
    """The rows in their order, with what the columns need at hand."""

    def header(self) -> list[str]:
        """The titles in the language of the moment: ask before streaming, when it is still the reader's."""
        return [str(column.title) for column in self.columns]

    def rows(self, found: "QuerySet[Any]", *, account: Account) -> Iterator[list[Cell]]:
        """A row of cells for each of `found`, read and given chunk by chunk."""
        for row in self.ordered(found).iterator(chunk_size=CHUNK):
            yield [column.cell(row, account) for column in self.columns]


def _attribute(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name) if row is not None else None
    return row
