"""Whether a workbook may be opened: no bomb, no macros, no formulas, nothing that reaches outside."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from comptoir.transfer.reading import bounds
from comptoir.transfer.reading.refusals import Unreadable

CHUNK = 256 * 1024
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
"""Where the workbook says which parts are its sheets."""
MACROS = ("vbaproject.bin", "macrosheets/", "activex/", "embeddings/", "externallinks/")


def looked_through(data: bytes) -> None:
    """Raise Unreadable unless the workbook is plain cells, of a size that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            sheets = [part for part in parts if _is_sheet(part.filename)]
            if CONTENT_TYPES not in archive.namelist() or not sheets:
                raise Unreadable(_("This is neither a text file (.csv) nor an Excel workbook (.xlsx)."))
            if len(sheets) > bounds.SHEETS:
                raise Unreadable(_("The workbook has more than %(limit)s sheets.") % {"limit": bounds.SHEETS})
            _check_contents(archive, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(_("The workbook is damaged. Open it in Excel and save it anew.")) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """By what the archive says of itself; what it says is measured afterwards."""
    if len(parts) > bounds.PARTS:
        raise _too_large()
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise Unreadable(_("The workbook is damaged. Open it in Excel and save it anew."))
    for part in parts:
        if part.flag_bits & 0x1:
            raise Unreadable(_("The workbook is protected with a password. Save it without one."))
        if any(sign in part.filename.lower() for sign in MACROS):
            raise Unreadable(_("The workbook holds macros or links to other files. Save it as plain .xlsx or as .csv."))
        if part.file_size > bounds.RATIO_MATTERS_FROM and part.file_size > part.compress_size * bounds.RATIO:
            raise _too_large()
    if sum(part.file_size for part in parts) > bounds.UNPACKED_MB * bounds.MEGABYTE:
        raise _too_large()


def _check_contents(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = cells = 0
    for part in parts:
        is_xml = part.filename.lower().endswith((".xml", ".rels"))
        seeing = _Seeing(part.filename) if is_xml else None
        with archive.open(part) as content:
            for chunk in _chunks(content):
                unpacked += len(chunk)
                if unpacked > bounds.UNPACKED_MB * bounds.MEGABYTE:
                    raise _too_large()
                if seeing:
                    seeing.feed(chunk)
        if seeing:
            seeing.feed(b"", last=True)
            cells = max(cells, seeing.cells, seeing.last_row * seeing.last_column)
    if cells > bounds.CELLS:
        raise _too_large()


class _Seeing:
    """Reads one part as XML, without entities, and counts what is in it."""

    def __init__(self, name: str) -> None:
        self.cells = self.last_row = self.last_column = 0
        self.address = ""
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        if _is_sheet(name):
            self._parser.StartElementHandler = self._start
        elif name.lower() == RELATIONS:
            self._parser.StartElementHandler = self._relate

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise Unreadable(_("The workbook is damaged. Open it in Excel and save it anew.")) from error

    def _refuse_doctype(self, *_declared: object) -> None:
        raise Unreadable(_("The workbook declares entities, which no spreadsheet needs."))

    def _relate(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet that lies where no sheet belongs would not be looked through."""
        if attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "").removeprefix("/xl/").removeprefix("./")
            if ".." in target or not _is_sheet(f"xl/{target}"):
                raise Unreadable(_("The workbook is damaged. Open it in Excel and save it anew."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.last_row = _row_of(attributes.get("r") or str(self.last_row + 1))
        elif name == "c":
            self.cells += 1
            self.address = attributes.get("r", "")
            if self.address:
                self._see_place(self.address)
        elif name == "f":
            sentence = _("Cell %(address)s holds a formula. Save the file with values only, or as .csv.")
            raise Unreadable(sentence % {"address": self.address or "?"})

    def _see_place(self, address: str) -> None:
        """A single cell far away makes a sheet that is large in memory."""
        letters = address.rstrip("0123456789")
        self.last_column = max(self.last_column, _column_of(letters))
        self.last_row = max(self.last_row, _row_of(address[len(letters) :]))


def _row_of(digits: str) -> int:
    if not digits.isdecimal() or int(digits[:9]) > bounds.ROWS + 1:
        raise Unreadable(_("The file has more than %(rows)s rows. Split it.") % {"rows": bounds.ROWS})
    return int(digits)


def _column_of(letters: str) -> int:
    column = 0
    for letter in letters.upper()[:8]:
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= bounds.COLUMNS:
        raise Unreadable(_("The file has more than %(columns)s columns.") % {"columns": bounds.COLUMNS})
    return column


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk


def _too_large() -> Unreadable:
    return Unreadable(_("Unpacked, the workbook is too large to be read. Save it as .csv, or split it."))
