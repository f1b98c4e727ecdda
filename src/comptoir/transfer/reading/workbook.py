"""Workbooks (.xlsx): looked through as ZIP and as XML before anything of them is believed."""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

import python_calamine
from django.utils.translation import gettext as _

from comptoir.transfer.reading.refusals import Unreadable
from comptoir.transfer.reading.workbook_safety import looked_through


def look_through(content: IO[bytes]) -> None:
    """Raise Unreadable unless the workbook may be opened. Once is enough: what is kept does not change."""
    content.seek(0)
    looked_through(content.read())


def rows(content: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    """The cells of each row of the first sheet of a workbook that was looked through, as what they are."""
    content.seek(0)
    try:
        sheet = python_calamine.load_workbook(io.BytesIO(content.read())).get_sheet_by_index(0)
        # What stands above and before the first cell is not given, but counts in the places that the person sees.
        above, before = sheet.start or (0, 0)
        found = sheet.iter_rows()
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise Unreadable(_("The workbook is damaged. Open it in Excel and save it anew.")) from error
    for place, cells in enumerate(found, above + 1):
        yield place, [""] * before + [_cell(cell) for cell in cells]


def _cell(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value.replace("\0", "") if isinstance(value, str) else value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        # As Excel shows it: fifteen digits, without what binary fractions add.
        return Decimal(f"{value:.15g}")
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return str(value)
