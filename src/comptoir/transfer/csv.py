"""Spreadsheets as text: comma- or semicolon-separated values that Excel opens without questions."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−")
_UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff"


def begins_a_formula(text: str) -> bool:
    """Whether some spreadsheet would compute `text`: it begins with a sign of formulas, perhaps a wide one, or unseen ones."""
    return text.startswith(_FORMULA) or text.lstrip(_UNSEEN).startswith(_FORMULA)


def safe_cell(value: object) -> str:
    """`value` as text that no spreadsheet takes for a formula: an apostrophe goes before the signs that begin one."""
    text = "" if value is None else str(value)
    return f"'{text}" if begins_a_formula(text) else text


def lines(rows: Iterable[Sequence[object]], *, language: str) -> Iterator[str]:
    """The lines of a file with these rows, one at a time, every cell safe.

    Separated by commas and with decimal points in English; by semicolons in languages that need the comma for their
    decimals: as Excel expects. Days are ISO days, which Excel reads in every language. Numbers are written as they are,
    also below zero; only text can be a formula.
    """
    decimal_sign = "." if language.startswith("en") else ","
    writer = csv.writer(_Echo(), delimiter="," if decimal_sign == "." else ";")
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([_written(value, decimal_sign) for value in row])


def _written(value: object, decimal_sign: str) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", decimal_sign)
    if isinstance(value, int | dt.date) and not isinstance(value, bool):
        return str(value)
    return safe_cell(value)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
