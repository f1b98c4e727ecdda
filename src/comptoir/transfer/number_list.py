"""A list of enterprises, as courts and gazettes publish them, held against the customers of an account."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.core.text import folded
from comptoir.customers.enterprise_numbers import readings
from comptoir.customers.models import Customer
from comptoir.transfer.reading import Unreadable, bounds, text, workbook

MOST = 20_000
"""Rows of one list."""
LOOKED_AT = 200
"""Rows by which it is found out where the numbers stand."""
AT_ONCE = 500
"""Numbers that are looked up in one statement."""


@dataclass(frozen=True)
class Numbers:
    """What was read: each number as it is written, once, with the VAT numbers it may stand for; and what is no number."""

    read: dict[str, list[str]]
    unread: list[str]


@dataclass(frozen=True)
class Match:
    """A customer that bears a number of the list, as it is `written` there."""

    customer: Customer
    written: str


@dataclass
class Compared:
    """The customers on the list, by name, and what is on it besides."""

    active: list[Match] = field(default_factory=list)
    deactivated: list[Match] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Numbers that no customer bears."""
    unread: list[str] = field(default_factory=list)


def numbers_in(content: IO[bytes], *, home: str = "BE") -> Numbers:
    """The numbers in a text file or a workbook, whatever stands in its other columns. Raises Unreadable.

    They are in every column of which at least half reads as numbers; the first row may name the columns. `home` is the
    country of numbers that may be of several.
    """
    rows = _rows_of(content)
    places = _where(rows[:LOOKED_AT], home=home)
    found = Numbers({}, [])
    for number, row in enumerate(rows):
        for cell in (row[place].strip() for place in places if place < len(row)):
            if cell and (as_vat := readings(cell, home=home)):
                found.read.setdefault(cell, as_vat)
            elif cell and number:
                found.unread.append(cell[:60])
    if not found.read:
        raise Unreadable(_("No enterprise number was found. They look like BE 0417.497.106, or 0417497106."))
    return found


def numbers_typed(typed: str, *, home: str = "BE") -> Numbers:
    """The same in text that was pasted: a number on each line, or several between commas, semicolons or tabs."""
    return numbers_in(io.BytesIO(typed.encode()), home=home)


def compare(account: Account, numbers: Numbers) -> Compared:
    """Find the account's customers by these numbers. A number that may stand for several is the first that is known."""
    known = _bearing(account, (vat for those in numbers.read.values() for vat in those))
    compared = Compared(unread=numbers.unread)
    seen = set()
    for written, those in numbers.read.items():
        its = next((known[vat] for vat in those if vat in known), [])
        if not its:
            compared.unknown.append(written)
        for customer in its:
            if customer.pk not in seen:
                (compared.deactivated if customer.is_deactivated else compared.active).append(Match(customer, written))
            seen.add(customer.pk)
    for matches in (compared.active, compared.deactivated):
        matches.sort(key=lambda match: (folded(match.customer.name), match.customer.pk))
    return compared


def _bearing(account: Account, vat_numbers: Iterable[str]) -> dict[str, list[Customer]]:
    """The customers by their VAT number, in a statement for each few hundred."""
    waiting, found = list(dict.fromkeys(vat_numbers)), defaultdict[str, list[Customer]](list)
    for start in range(0, len(waiting), AT_ONCE):
        rows = Customer.objects.of(account).filter(vat_number__in=waiting[start : start + AT_ONCE])
        for customer in rows.select_related("deactivated_by").order_by("sort_name", "pk"):
            found[customer.vat_number].append(customer)
    return found


def _rows_of(content: IO[bytes]) -> list[list[str]]:
    content.seek(0, 2)
    if not 0 < content.tell() <= bounds.FILE_MB * bounds.MEGABYTE:
        limit = {"limit": bounds.FILE_MB}
        raise Unreadable(
            _("The list is larger than %(limit)s MB.") % limit if content.tell() else _("The list is empty.")
        )
    content.seek(0)
    if content.read(2) == b"PK":
        workbook.look_through(content)
        rows = workbook.rows(content)
    else:
        content.seek(0)
        encoding = text.encoding_of(content)
        rows = text.rows(content, encoding=encoding, separator=text.separator_of(content, encoding))
    found = [[str(cell) for cell in cells] for __, cells in islice(rows, MOST + 1)]
    if len(found) > MOST:
        raise Unreadable(_("The list has more than %(rows)s rows. Split it.") % {"rows": MOST})
    return found


def _where(rows: Sequence[Sequence[str]], *, home: str) -> list[int]:
    """The places of the columns that hold numbers."""
    filled: dict[int, int] = {}
    read: dict[int, int] = {}
    for row in rows:
        for place, cell in enumerate(row):
            filled[place] = filled.get(place, 0) + bool(cell.strip())
            read[place] = read.get(place, 0) + bool(readings(cell, home=home))
    # But for the name of the column, at least half of what stands in it.
    places = [place for place in read if read[place] and read[place] * 2 >= filled[place] - 1]
    return places or sorted(read, key=lambda place: -read[place])[:1]
