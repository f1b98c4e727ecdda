"""Going through a file once, row by row: what is wrong is noted, what is right is counted and, when asked, written."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.core.batches import batched
from comptoir.core.garbage import left_lying
from comptoir.core.inserting import insert_all
from comptoir.transfer import cells
from comptoir.transfer.cells import BadCell
from comptoir.transfer.importing import meanings
from comptoir.transfer.importing.fields import by_name
from comptoir.transfer.invoice_rows import Problem
from comptoir.transfer.models import Import, ImportedRow
from comptoir.transfer.reading import Cell, Table, Unreadable

AT_ONCE = 1_000
"""Rows that are taken together."""
KEPT = 1_000
"""Problems that are kept; of more only the number is."""
T = TypeVar("T")


@dataclass
class Row:
    """The cells of one row by field, and whether something was wrong with one."""

    place: int
    cells: dict[str, Cell]
    going: "Going"
    is_bad: bool = False

    def get(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        """What the cell of a field means; `otherwise` when it is empty or wrong."""
        words = meanings.text(self.cells.get(name, ""))
        try:
            if words:
                return read(words)
            known = by_name(self.going.importing.kind).get(name)
            if known and known.needed:
                raise BadCell(_("It is empty."))
        except BadCell as bad:
            self.blame(name, str(bad))
        return otherwise

    def day(self, name: str) -> dt.date | None:
        """The day in the cell of a field, read as its column writes days."""
        cell = self.cells.get(name, "")
        if isinstance(cell, dt.date):
            return cell
        no_day: dt.date | None = None
        pattern = self.going.format_of(name, "YYYY-MM-DD")
        if isinstance(cell, Decimal):
            pattern = cells.SERIAL
        return self.get(name, lambda words: cells.date(words, pattern=pattern), no_day)

    def amount(self, name: str, *, currency: str) -> Decimal | None:
        """The amount in the cell of a field, read as its column writes amounts."""
        sign = "point" if isinstance(self.cells.get(name), Decimal) else self.going.format_of(name, "point")
        none: Decimal | None = None
        return self.get(name, lambda words: cells.amount(words, currency=currency, decimal_sign=sign), none)

    def number(self, name: str) -> Decimal | None:
        """The number in the cell of a field, read as its column writes amounts."""
        cell = self.cells.get(name)
        if isinstance(cell, Decimal):
            return cell
        sign = self.going.format_of(name, "point")
        none: Decimal | None = None
        return self.get(name, lambda words: cells.number(words, decimal_sign=sign), none)

    def blame(self, name: str, sentence: str) -> None:
        """Note what is wrong with the cell of a field; with the row as a whole when no column holds it."""
        self.is_bad = True
        self.going.blame(self.place, self.going.importing.mapping.get(name, ""), sentence)


@dataclass
class Going:
    """One way through a file. Kinds of files say what a batch of rows is."""

    importing: Import
    by: User
    at: dt.datetime
    writing: bool = False
    totals: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def prepare(self, table: Table) -> None:
        """Look at the whole file before, where something of it must be known at the first row."""

    def take(self, rows: list[Row]) -> None:
        """Check these rows and, when `writing`, write them."""
        raise NotImplementedError

    def through(self, table: Table, *, tell: Callable[[int], None] = lambda done: None) -> None:
        """All rows, batch by batch; `tell` hears how many are done. After the first problem nothing is written any more."""
        try:
            self.prepare(table)
            for rows in batched(self.rows(table), AT_ONCE):
                with left_lying():
                    self.take(rows)
                self.totals["rows"] += len(rows)
                tell(self.totals["rows"])
        except Unreadable as fault:
            self.blame(fault.row or 0, "", fault.sentence)
        if not self.totals["rows"] and not self.problem_count:
            self.blame(2, "", _("There is nothing below the header."))

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows with the cells that the mapping names."""
        columns = {name: place for place, name in enumerate(table.header)}
        chosen = [(name, columns[column]) for name, column in self.importing.mapping.items()]
        for place, found in table.rows():
            yield Row(place, {name: found[column] for name, column in chosen}, self)

    def format_of(self, name: str, otherwise: str) -> str:
        """How the column of a field is written."""
        return str(self.importing.formats.get(self.importing.mapping.get(name, ""), otherwise))

    def option(self, name: str, otherwise: Any) -> Any:
        """What was chosen for the file as a whole."""
        return self.importing.options.get(name, otherwise)

    def blame(self, place: int, column: str, sentence: str) -> None:
        """Note a problem."""
        self.problem_count += 1
        if len(self.problems) < KEPT:
            self.problems.append(Problem(place, column, sentence))

    @property
    def effect(self) -> dict[str, str]:
        """How activities name the import."""
        return {"id": str(self.importing.pk), "name": self.importing.name}

    @property
    def may_write(self) -> bool:
        """Whether what is right is to be written."""
        return self.writing and not self.problem_count

    def remember(self, made: list[ImportedRow]) -> None:
        """Keep what rows made."""
        insert_all(made)
