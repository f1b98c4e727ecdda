"""Tables as text: which encoding, which separator, and the cells of each row."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from comptoir.transfer.reading import bounds
from comptoir.transfer.reading.refusals import Unreadable

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = ",;\t|"
EURO_OF_ISO = 0xA4
"""The euro sign of ISO-8859-15, which is ¤ in Windows-1252: nobody writes that one."""
LOOKED_AT = 50
"""Rows that are tried with each separator."""


def encoding_of(content: IO[bytes]) -> str:
    """How the text is encoded: as its first bytes say; else UTF-8 when it is valid, and else an encoding of Western Europe."""
    data = content.read()
    content.seek(0)
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    if (wide := _wide(data)) is not None:
        return wide
    if b"\0" in data:
        raise Unreadable(_("This is neither a text file (.csv) nor an Excel workbook (.xlsx)."))
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        # 0x80–0x9F are letters and quotes in Windows-1252 and nothing at all in the ISO encodings.
        iso = EURO_OF_ISO in data and not any(0x80 <= byte <= 0x9F for byte in data)
        return "iso8859-15" if iso else "cp1252"


def separator_of(content: IO[bytes], encoding: str) -> str:
    """The sign that cuts the first rows into the same number of cells, and into most of them."""
    beginning = list(islice(_reading(content, encoding), LOOKED_AT))
    best, widest = ",", 0
    for sign in SEPARATORS:
        widths = [len(row) for row in _tried(beginning, sign) if row]
        alike = sum(width == widths[0] for width in widths) if widths else 0
        if widths and widths[0] > 1 and alike * 2 > len(widths) and alike * widths[0] > widest:
            best, widest = sign, alike * widths[0]
    return best


def rows(content: IO[bytes], *, encoding: str, separator: str) -> Iterator[tuple[int, list[Any]]]:
    """The cells of each row; a row that spans lines, within quotes, counts once. Raises Unreadable."""
    place = 0
    try:
        for cells in csv.reader(_lines(content, encoding), delimiter=separator, strict=True):
            place += 1
            yield place, cells
    except csv.Error as error:
        sentence = _("Its quotation marks do not match, or it is too long: %(error)s.") % {"error": error}
        raise Unreadable(sentence, row=place + 1) from error
    except UnicodeError as error:
        raise Unreadable(_("The text is not encoded as %(name)s.") % {"name": encoding}, row=place + 1) from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is nought."""
    start = data[:1000]
    if len(start) < 4 or len(data) % 2:
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) * 0.4 and not even:
        return "utf-16-le"
    if even > len(start) * 0.4 and not odd:
        return "utf-16-be"
    return None


def _reading(content: IO[bytes], encoding: str) -> Iterator[str]:
    """Lines as they are. The file stays open when they have been read."""
    content.seek(0)
    try:
        reader = io.TextIOWrapper(content, encoding=encoding, newline="")
    except LookupError as error:
        raise Unreadable(_("The text is not encoded as %(name)s.") % {"name": encoding}) from error
    try:
        # A line at most so long: without an end of line the whole file would be one.
        while line := reader.readline(bounds.COLUMNS * bounds.CELL):
            yield line
    finally:
        reader.detach()


def _lines(content: IO[bytes], encoding: str) -> Iterator[str]:
    for number, line in enumerate(_reading(content, encoding), 1):
        if "\0" in line:
            raise Unreadable(_("It contains a sign that is no text."), row=number)
        yield line


def _tried(lines: list[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=sign))
    except csv.Error:
        return []
