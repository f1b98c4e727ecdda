"""Numbers without gap and without duplicate (G5)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from comptoir.accounts.models import Department
from comptoir.invoicing.models import CreditNote, Invoice, NumberSeries
from comptoir.invoicing.refusals import EarlierThanLast, NotTheLast

Document = NumberSeries.Document


class OutsideTransaction(Exception):
    """A number was about to be taken outside the transaction of the document that bears it."""


@dataclass(frozen=True)
class Number:
    """A number in its series: `text` is what is printed."""

    fiscal_year: int
    number: int
    text: str


def fiscal_year(department: Department, on: dt.date) -> int:
    """The fiscal year of the day `on`: named after the calendar year in which it begins."""
    return on.year if on.month >= department.fiscal_year_starts else on.year - 1


def take(department: Department, document: NumberSeries.Document, *, on: dt.date) -> Number:
    """Take the next number of the series for a document of the day `on`.

    The row of the department stays locked until the caller's transaction ends, so that others wait for it: they get
    the next number if it commits, this same one if it does not. Whoever changes the prefix or the first month of the
    fiscal year waits there too. Raises EarlierThanLast when `on` lies before the date of the last document in the
    series, OutsideTransaction when there is no transaction to wait for.
    """
    return take_many(department, document, on=on, how_many=1)[0]


def take_many(department: Department, document: NumberSeries.Document, *, on: dt.date, how_many: int) -> list[Number]:
    """Take the next `how_many` numbers of the series, in their order; otherwise like `take`."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction
    department = locked(department)
    year = fiscal_year(department, on)
    place = {"department": department, "document": document, "fiscal_year": year}
    series = NumberSeries.objects.filter(**place).first() or NumberSeries(**place)
    last = last_of(department, document, year)
    if last is not None and on < last[1]:
        raise EarlierThanLast(*last)
    first = max(series.last_number + 1, series.first_number)
    series.last_number = first + how_many - 1
    series.save()
    return [number_of(department, document, year, number) for number in range(first, first + how_many)]


def give_back(department: Department, document: NumberSeries.Document, *, year: int, number: int) -> None:
    """Let the next document of the series take `number` again. Call it in the transaction that deletes its bearer.

    The row of the department stays locked until then, as in `take`, so that nobody takes a number meanwhile. Raises
    NotTheLast when a later one was given, OutsideTransaction when there is no transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction
    department = locked(department)
    series = NumberSeries.objects.filter(department=department, document=document, fiscal_year=year).first()
    if series is None or series.last_number != number:
        last = last_of(department, document, year)
        raise NotTheLast(last[0] if last else "")
    # The first of all leaves none behind, wherever the series begins.
    series.last_number = 0 if number == series.first_number else number - 1
    series.save(update_fields=["last_number"])


def peek(department: Department, document: NumberSeries.Document, *, on: dt.date) -> Number:
    """The number that `take` would give now. A preview: somebody else may take it first."""
    return next_of(department, document, fiscal_year(department, on))


def next_of(department: Department, document: NumberSeries.Document, year: int) -> Number:
    """The number that the next document of a fiscal year would get now."""
    series = NumberSeries.objects.filter(department=department, document=document, fiscal_year=year).first()
    number = max(series.last_number + 1, series.first_number) if series else 1
    return number_of(department, document, year, number)


def number_of(department: Department, document: NumberSeries.Document, year: int, number: int) -> Number:
    """A number of a series, as it is printed."""
    return Number(year, number, _text(department, document, year, number))


def has_given(department: Department, *, on: dt.date) -> bool:
    """Whether a number was given in the fiscal year of the day `on` or in a later one.

    From then on another prefix would split one series in two, and another first month would reopen an earlier series
    behind numbers that bear later dates.
    """
    later = NumberSeries.objects.filter(department=department, fiscal_year__gte=fiscal_year(department, on))
    return later.filter(last_number__gt=0).exists()


def last_of(department: Department, document: NumberSeries.Document, year: int) -> tuple[str, dt.date] | None:
    """The printed number and the date of the last document of a series."""
    if document == Document.INVOICE:
        invoices = Invoice.objects.filter(department=department, fiscal_year=year, number__isnull=False)
        return invoices.order_by("-number").values_list("invoice_number", "invoice_date").first()
    notes = CreditNote.objects.filter(department=department, fiscal_year=year)
    return notes.order_by("-number").values_list("credit_note_number", "credit_note_date").first()


def locked(department: Department) -> Department:
    """The department as it is now. Whoever takes a number, or changes how numbers read, waits until the transaction ends."""
    return Department.objects.select_for_update(no_key=True).get(pk=department.pk)


def _text(department: Department, document: NumberSeries.Document, year: int, number: int) -> str:
    # Credit notes count from 1 as well: the letters keep 2026/3 and CN2026/3 apart in a mailbox.
    letters = "CN" if document == Document.CREDIT_NOTE else ""
    return f"{department.invoice_prefix}{letters}{year}/{number}"
