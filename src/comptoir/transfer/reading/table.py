"""A table in a file: its header, and its rows one after the other."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from comptoir.transfer.reading import bounds, text, workbook
from comptoir.transfer.reading.refusals import Unreadable

Cell = str | Decimal | dt.date | bool
"""Text as it is written; from workbooks also what the cell knows itself to be."""
Rows = Iterator[tuple[int, list[Cell]]]


@dataclass(frozen=True)
class Table:
    """`rows()` may be asked for again and again, and reads the file anew each time; places count as a spreadsheet does."""

    header: list[str]
    read: Callable[[], Rows]
    encoding: str = ""
    separator: str = ""

    def rows(self) -> Rows:
        """Every row that is not empty, with its place; each has a cell for each column. Raises Unreadable at a ragged one."""
        count = 0
        for place, cells in self.read():
            if all(isinstance(cell, str) and not cell.strip() for cell in cells):
                continue
            count += 1
            if count > bounds.ROWS:
                raise Unreadable(_("The file has more than %(rows)s rows. Split it.") % {"rows": bounds.ROWS})
            yield place, _fitting(cells, len(self.header), place)


def open_table(content: IO[bytes], *, encoding: str = "", separator: str = "") -> Table:
    """The table in `content`: what it is, is seen in its bytes, never in its name. Raises Unreadable.

    A workbook's first sheet is read. `encoding` and `separator` are found out unless they are given.
    """
    size = content.seek(0, 2)
    content.seek(0)
    if not size:
        raise Unreadable(_("The file is empty."))
    if size > bounds.FILE_MB * bounds.MEGABYTE:
        raise Unreadable(_("The file is larger than %(limit)s MB. Split it.") % {"limit": bounds.FILE_MB})
    begins = content.read(8)
    content.seek(0)
    if begins.startswith(b"PK"):
        workbook.look_through(content)
        return _opened(lambda: workbook.rows(content))
    if begins.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is an old or protected Excel file. Save it as .xlsx without a password, or as .csv."))
    encoding = encoding or text.encoding_of(content)
    separator = separator or text.separator_of(content, encoding)
    table = _opened(lambda: text.rows(content, encoding=encoding, separator=separator))
    return Table(table.header, table.read, encoding, separator)


def _opened(read: Callable[[], Rows]) -> Table:
    first = next(islice(read(), 1), None)
    header = [str(cell).strip() for cell in first[1]] if first else []
    while header and not header[-1]:
        header.pop()
    if not header:
        raise Unreadable(_("The first row names no columns."), row=1)
    if len(header) > bounds.COLUMNS:
        raise Unreadable(_("The file has more than %(columns)s columns.") % {"columns": bounds.COLUMNS}, row=1)
    return Table(_each_once(header), lambda: islice(read(), 1, None))


def _each_once(names: list[str]) -> list[str]:
    """The names of columns; nameless ones and those that come twice are told apart by their place."""
    seen: set[str] = set()
    told = []
    for place, name in enumerate(names, 1):
        name = name[:200] or _("Column %(place)s") % {"place": place}
        told.append(f"{name} ({place})" if name in seen else name)
        seen.add(told[-1])
    return told


def _fitting(cells: list[Cell], width: int, place: int) -> list[Cell]:
    if len(cells) < width:
        # Spreadsheets leave the empty cells at the end of a row away.
        raise Unreadable(_ragged(len(cells), width), row=place)
    if any(cell != "" for cell in cells[width:]):
        raise Unreadable(_ragged(len(cells), width), row=place)
    for cell in cells:
        if isinstance(cell, str) and len(cell) > bounds.CELL:
            raise Unreadable(_("A cell holds more than %(limit)s characters.") % {"limit": bounds.CELL}, row=place)
    return cells[:width]


def _ragged(cells: int, columns: int) -> str:
    return _("It has %(cells)s cells, but the header has %(columns)s.") % {"cells": cells, "columns": columns}
