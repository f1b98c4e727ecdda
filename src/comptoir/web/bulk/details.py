"""What the page of a prepared run says of each row: how things stand with it now. `row.record` is at hand, or None."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext as _

from comptoir.bulk.models import About, BulkRow, BulkRun
from comptoir.invoicing.models import Invoice
from comptoir.web import speech


def tags(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """The tags that the customers bear."""
    for row, customer in _there(rows, "tags"):
        row.detail = ", ".join(tag.name for tag in customer.tags.all())


def whose(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """The account manager of the customers, or who is responsible for the deals."""
    for row, record in _there(rows, "responsible_user"):
        row.detail = str(record.responsible_user or _("Nobody"))


def who_cares(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """Who would get a task about them: who has the deal, else the account manager."""
    if run.about in (About.CUSTOMER, About.DEAL):
        whose(request, run, rows)
        return
    for row, document in _there(rows, "customer__responsible_user"):
        row.detail = str(document.customer.responsible_user or _("Nobody"))


def owed(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """What is due on the invoices, and since when they are on hold."""
    for row, invoice in _there(rows):
        row.detail = _state(invoice)


def _state(invoice: Invoice) -> str:
    if invoice.is_settled:
        return _("Paid")
    due = _("%(amount)s due") % {"amount": speech.money(invoice.due, invoice.currency)}
    if not invoice.is_on_hold:
        return due
    return _("%(due)s, on hold since %(day)s") % {"due": due, "day": speech.day(invoice.on_hold_since)}


def _there(rows: Sequence[BulkRow], *related: str) -> list[tuple[Any, Any]]:
    """The rows whose record is still there, each with it and what is related to it. A query for each relation."""
    there: list[tuple[Any, Any]] = [(row, row.record) for row in rows if row.record]  # type: ignore[attr-defined]
    if there and related:
        prefetch_related_objects([record for _row, record in there], *related)
    return there
