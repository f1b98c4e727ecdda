"""Invoices as a spreadsheet of another system tells them, checked row by row."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.transfer import cells
from comptoir.transfer.cells import BadCell

REQUIRED = ("customer", "number", "invoice_date", "due_on", "total")
OPTIONAL = ("paid_on", "currency", "email", "purchase_order_number", "payment_reference")
LONGEST_TERM = 3650
"""Days between invoice date and due date; more is a slip of the pen."""
SHOWN = 20
"""Problems that are told before a file is sent back."""
T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """What is wrong where. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = {"row": self.row, "column": self.column, "problem": self.sentence}
        if self.column:
            return _("Row %(row)s, column %(column)s: %(problem)s") % place
        return _("Row %(row)s: %(problem)s") % place


class BadFile(Exception):
    """The file cannot be imported, and nothing of it was; `str()` names each row and column at fault."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(problems)

    def __str__(self) -> str:
        told = [str(problem) for problem in self.problems[:SHOWN]]
        if (more := len(self.problems) - SHOWN) > 0:
            told.append(
                ngettext("… and %(count)s more problem.", "… and %(count)s more problems.", more) % {"count": more}
            )
        return "\n".join(told)


@dataclass(frozen=True)
class Layout:
    """How a file is written: which column holds which field, and how it writes dates and amounts."""

    columns: Mapping[str, str]
    currency: str
    dates: str = "YYYY-MM-DD"
    decimal_sign: str = "point"


@dataclass(frozen=True)
class Row:
    """One invoice as the file tells it."""

    place: int
    customer: str
    number: str
    invoice_date: dt.date
    due_on: dt.date
    total: Decimal
    currency: str
    paid_on: dt.date | None
    email: str
    purchase_order_number: str
    payment_reference: str


def read(lines: Iterable[str], layout: Layout, *, today: dt.date) -> list[Row]:
    """The rows of a file, each checked on its own and against those before it. Raises BadFile with every problem."""
    problems: list[Problem] = []
    rows: list[Row] = []
    first_places: dict[str, int] = {}
    for place, found in _records(lines, layout):
        it = _Cells(place, found, layout)
        row = _row(it, today=today)
        if row is not None and (first := first_places.setdefault(row.number, place)) != place:
            it.blame("number", _("“%(number)s” stands in row %(row)s already.") % {"number": row.number, "row": first})
        problems += it.problems
        if row is not None:
            rows.append(row)
    if not rows and not problems:
        problems.append(Problem(2, "", _("There is nothing below the header.")))
    if problems:
        raise BadFile(problems)
    return rows


@dataclass
class _Cells:
    """The cells of one row by field, and what is wrong with them."""

    place: int
    found: dict[str, str]
    layout: Layout
    problems: list[Problem] = field(default_factory=list)

    def blame(self, field: str, sentence: str) -> None:
        self.problems.append(Problem(self.place, self.layout.columns[field], sentence))

    def get(self, field: str, read: Callable[[str], T], otherwise: T) -> T:
        """What the cell means; `otherwise` when it is empty or wrong."""
        text = self.found.get(field, "")
        try:
            if text:
                return read(text)
            if field in REQUIRED:
                raise BadCell(_("It is empty."))
        except BadCell as bad:
            self.blame(field, str(bad))
        return otherwise


def _row(it: _Cells, *, today: dt.date) -> Row | None:
    day = partial(cells.date, pattern=it.layout.dates)
    no_day: dt.date | None = None
    currency = it.get("currency", cells.currency, it.layout.currency)
    amount = partial(cells.amount, currency=currency, decimal_sign=it.layout.decimal_sign)
    customer = it.get("customer", partial(cells.words, limit=200), "")
    number = it.get("number", partial(cells.words, limit=40), "")
    invoice_date = it.get("invoice_date", day, no_day)
    due_on = it.get("due_on", day, no_day)
    total = it.get("total", amount, Decimal(0))
    paid_on = it.get("paid_on", day, no_day)
    email = it.get("email", cells.email, "")
    purchase_order_number = it.get("purchase_order_number", partial(cells.words, limit=60), "")
    payment_reference = it.get("payment_reference", partial(cells.words, limit=40), "")
    if invoice_date and due_on:
        _check_days(it, invoice_date=invoice_date, due_on=due_on, paid_on=paid_on, today=today)
    if it.problems or not invoice_date or not due_on:
        return None
    return Row(
        place=it.place,
        customer=customer,
        number=number,
        invoice_date=invoice_date,
        due_on=due_on,
        total=total,
        currency=currency,
        paid_on=paid_on,
        email=email,
        purchase_order_number=purchase_order_number,
        payment_reference=payment_reference,
    )


def _check_days(it: _Cells, *, invoice_date: dt.date, due_on: dt.date, paid_on: dt.date | None, today: dt.date) -> None:
    if invoice_date > today:
        it.blame("invoice_date", _("The day has not come yet."))
    if due_on < invoice_date:
        it.blame("due_on", _("The invoice would be due before its date."))
    elif (due_on - invoice_date).days > LONGEST_TERM:
        it.blame("due_on", _("The invoice would be due more than ten years after its date."))
    if paid_on is not None and paid_on > today:
        it.blame("paid_on", _("The day has not come yet."))


def _records(lines: Iterable[str], layout: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of each row that is not empty, by field, with the row's place."""
    lines = iter(lines)
    header = next(lines, "").removeprefix("\ufeff")
    delimiter = max(",;\t", key=header.count)
    names = [name.strip() for row in csv.reader([header], delimiter=delimiter) for name in row]
    for column in layout.columns.values():
        if names.count(column) != 1:
            sentence = _("There is no such column.") if column not in names else _("There are several such columns.")
            raise BadFile([Problem(1, column, sentence)])
    place = 1
    try:
        for found in csv.reader(lines, delimiter=delimiter, strict=True):
            place += 1
            if not any(cell.strip() for cell in found):
                continue
            if len(found) != len(names):
                sentence = _("It has %(cells)s cells, but the header has %(columns)s.")
                raise BadFile([Problem(place, "", sentence % {"cells": len(found), "columns": len(names)})])
            by_name = dict(zip(names, found, strict=True))
            yield place, {field: by_name[column].strip() for field, column in layout.columns.items()}
    except csv.Error as error:
        sentence = _("It cannot be read as comma-separated values: %(error)s.") % {"error": error}
        raise BadFile([Problem(place + 1, "", sentence)]) from error
