"""Spreadsheets as text: comma- or semicolon-separated values that Excel opens without questions."""

import csv
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """`value` as text that no spreadsheet takes for a formula: an apostrophe goes before the signs that begin one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def lines(rows: Iterable[Sequence[object]], *, language: str) -> Iterator[str]:
    """The lines of a file with these rows, one at a time, every cell safe.

    Separated by commas in English, by semicolons in languages that need the comma for their decimals: as Excel expects.
    """
    writer = csv.writer(_Echo(), delimiter="," if language.startswith("en") else ";")
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
