"""How a column writes its dates and amounts, found out from all of its cells: what one row leaves open, another settles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir.transfer import cells
from comptoir.transfer.reading import Cell

PATIENCE = 200
"""Cells that are neither dates nor amounts, after which a column is taken for text."""
SAMPLES = 3
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ][0:.Z]+)?", re.ASCII)
_SERIAL = re.compile(r"[1-9]\d{4}", re.ASCII)
_NUMBER = re.compile(r"[-−+]?[\d.,'’\s\u00a0\u202f]*\d[\d.,'’\s\u00a0\u202f]*", re.ASCII)
_SHAPES = {
    sign: re.compile(rf"[-−+]?(\d+|\d{{1,3}}({re.escape(other)}\d{{3}})+)({re.escape(own)}\d+)?", re.ASCII)
    for sign, (own, other) in cells.DECIMAL_SIGNS.items()
}


@dataclass
class Column:
    """What is known of a column so far. `dates` and `signs` are the ways in which all its cells can be read."""

    name: str
    samples: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=lambda: {*cells.DATE_PATTERNS, cells.SERIAL})
    signs: set[str] = field(default_factory=lambda: set(cells.DECIMAL_SIGNS))
    has_dates: bool = False
    has_signs: bool = False
    """Whether a cell holds a point or a comma: without, it does not matter which is the decimal sign."""
    misses: int = 0

    def see(self, cell: Cell) -> None:
        """Take one cell into account; one that is neither a date nor an amount says nothing about the others."""
        if not isinstance(cell, str):
            self._sample(str(cell))
            return
        text = cell.strip()
        if not text:
            return
        self._sample(text)
        if self.misses >= PATIENCE:
            return
        as_date, as_number = self._see_date(text), self._see_number(text)
        self.misses += not (as_date or as_number)

    def told(self) -> dict[str, Any]:
        """As it is kept. A column in which nothing is a date has no `dates`."""
        dates = sorted(self.dates, key=[*cells.DATE_PATTERNS, cells.SERIAL].index) if self.has_dates else []
        if self.has_dates and not dates:
            dates = list(cells.DATE_PATTERNS)
        signs = sorted(self.signs, reverse=True) or sorted(cells.DECIMAL_SIGNS, reverse=True)
        return {
            "name": self.name,
            "samples": self.samples,
            "dates": dates,
            "signs": signs if self.has_signs else ["point"],
        }

    def _sample(self, text: str) -> None:
        if len(self.samples) < SAMPLES and (text := text[:60]) not in self.samples:
            self.samples.append(text)

    def _see_date(self, text: str) -> bool:
        if not (_DATE.fullmatch(text) or _SERIAL.fullmatch(text)):
            return False
        possible = self.dates if self.has_dates and self.dates else {*cells.DATE_PATTERNS, cells.SERIAL}
        fitting = {pattern for pattern in possible if _is_date(text, pattern)}
        if not fitting:
            # It contradicts the others, or it is no date at all.
            if any(_is_date(text, pattern) for pattern in cells.DATE_PATTERNS):
                self.dates, self.has_dates = set(), True
                return True
            return False
        if self.dates or not self.has_dates:
            self.dates &= fitting
        self.has_dates = True
        return True

    def _see_number(self, text: str) -> bool:
        if not _NUMBER.fullmatch(text):
            return False
        bare = re.sub(r"[\s'’\u00a0\u202f]", "", text)
        fitting = {sign for sign, shape in _SHAPES.items() if shape.fullmatch(bare)}
        if fitting:
            self.signs &= fitting
            self.has_signs = self.has_signs or "." in bare or "," in bare
        return bool(fitting)


def seen(names: Sequence[str]) -> list[Column]:
    """A column for each of `names`, of which nothing was seen yet."""
    return [Column(name) for name in names]


def _is_date(text: str, pattern: str) -> bool:
    try:
        cells.date(text, pattern=pattern)
    except cells.BadCell:
        return False
    return True
