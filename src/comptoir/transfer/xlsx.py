"""Spreadsheets as Excel keeps them: amounts are numbers, days are days, and text is never a formula."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from comptoir.transfer.csv import begins_a_formula

MOST_ROWS = 1_048_576
"""In one sheet, its header included. Longer lists go on in the next."""
LONGEST_TEXT = 32_767
WIDEST, NARROWEST = 44, 9


def workbook(header: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """A temporary file with these rows, to be read from its beginning and closed. Needs no more memory for more rows."""
    book = Workbook(write_only=True)
    left = iter(rows)
    while True:
        first = list(islice(left, 1))
        if not first and book.worksheets:
            break
        _fill(book.create_sheet(), header, chain(first, islice(left, MOST_ROWS - 2)))
    file = tempfile.TemporaryFile()  # noqa: SIM115  # The answer closes it once it is sent.
    book.save(file)
    file.seek(0)
    return file


def _fill(sheet: Any, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet.freeze_panes = "A2"
    for place, title in enumerate(header, start=1):
        width = min(max(len(title) + 3, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    pens = _Pens(sheet)
    sheet.append(pens.titles(header))
    for row in rows:
        sheet.append(pens.cells(row))


class _Pens:
    """One cell of each kind, written over and over: a sheet is written as it comes, so none needs to be kept."""

    def __init__(self, sheet: Any) -> None:
        self.title, self.text, self.sign = WriteOnlyCell(sheet), WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        self.number, self.amount, self.day = WriteOnlyCell(sheet), WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        # Every one has a format: a cell without any would be written over by the library itself.
        self.title.font = Font(bold=True)
        self.text.number_format = self.sign.number_format = "@"
        # Excel then shows the text without an apostrophe, and keeps it text when somebody edits the cell.
        self.sign.quotePrefix = True
        self.number.number_format = "0"
        self.amount.number_format = "#,##0.00"
        self.day.number_format = "yyyy-mm-dd"

    def titles(self, header: Sequence[str]) -> Iterator[Any]:
        for title in header:
            yield _as_text(self.title, title)

    def cells(self, row: Sequence[object]) -> Iterator[Any]:
        for value in row:
            yield self._cell(value)

    def _cell(self, value: object) -> Any:
        if value is None or value == "":
            return None
        for kinds, pen in ((Decimal, self.amount), (int, self.number), (dt.date, self.day)):
            if isinstance(value, kinds) and not isinstance(value, bool):
                pen.value = value
                return pen
        text = str(value)
        return _as_text(self.sign if begins_a_formula(text) else self.text, text)


def _as_text(pen: Any, text: str) -> Any:
    pen.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]
    # After the value, which would make "=1+1" a formula and "#N/A" an error.
    pen.data_type = "s"
    return pen
