"""What a verb for many records is: who may use it on what, what it is told, and how it does a batch."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.bulk.models import About, BulkRow, BulkRun


class Handler(Protocol):
    """Does a batch of rows, inside a transaction of its own, and notes with each row what became of it.

    It locks the records in the order of their ids and writes an activity for each that it changes, by `run.by`. What it
    raises takes the whole batch back; the batch is then halved until the row at fault is alone. Same rows, same result:
    a row that comes again was taken back before.
    """

    def __call__(self, run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
        """Do the rows."""


class Check(Protocol):
    """Reads what a run is told before it is started, inside the transaction that starts it.

    Gives back the options as they are kept (plain JSON). Raises ValidationError with an entry for each field at fault,
    or a refusal of its own; nothing is started then.
    """

    def __call__(self, run: BulkRun, options: dict[str, Any], *, by: User, at: dt.datetime) -> dict[str, Any]:
        """The options, checked."""


def as_told(run: BulkRun, options: dict[str, Any], *, by: User, at: dt.datetime) -> dict[str, Any]:
    """The check of a verb that needs to be told nothing, or anything."""
    return options


@dataclass(frozen=True)
class Verb:
    """One thing that can be done with many records."""

    do: Handler
    rights: Mapping[About, Right | None]
    """The kinds of records it is for, each with the right it needs; None: everybody may."""
    check: Check = as_told

    def require(self, about: str, by: User) -> None:
        """Raise NotAllowed unless `by` may use it on records of this kind."""
        right = self.rights[About(about)]
        if right is not None:
            require(by, right)
