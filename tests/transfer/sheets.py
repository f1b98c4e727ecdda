"""Files to import, as bytes."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook


def a_csv(*rows: Sequence[str], encoding: str = "utf-8", separator: str = ",") -> io.BytesIO:
    """Rows as text."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def a_workbook(*rows: Iterable[Any]) -> io.BytesIO:
    """Rows on the first sheet of an .xlsx."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content


def with_part(workbook: io.BytesIO, name: str, data: bytes) -> io.BytesIO:
    """The workbook with one part more, or another one in its place."""
    content = io.BytesIO()
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return content


SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(inner: str, *, before: str = "") -> io.BytesIO:
    """A workbook whose first sheet has `inner` for its rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{inner}</sheetData></worksheet>'
    return with_part(a_workbook(["Name"]), SHEET, xml.encode())
