"""Where the numbers of a fiscal year begin: for a business that comes from another program in the middle of it."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.invoicing import numbering
from comptoir.invoicing.models import Invoice, NumberSeries
from comptoir.invoicing.numbering import Document

HIGHEST = 9_999_999
"""Of a first number: room for a long year stays behind it."""


def begin_at(
    department: Department,
    document: NumberSeries.Document,
    *,
    fiscal_year: int,
    first_number: int,
    by: User,
    at: dt.datetime,
) -> NumberSeries:
    """Let the first invoice or credit note of a fiscal year get `first_number`.

    It may be chosen until that first document has its number: from then on it stays (G5). The same number again leaves no
    activity. Raises NotAllowed, and ValidationError on "first_number" when the series has begun, for numbers below 1 or
    above HIGHEST, and for one that an imported invoice bears already.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = numbering.locked(department)
        place = {"department": department, "document": document, "fiscal_year": fiscal_year}
        series = NumberSeries.objects.filter(**place).first() or NumberSeries(**place)
        _check(series, first_number)
        if series.first_number != first_number:
            series.first_number = first_number
            series.save()
            _tell(series, by=by, at=at)
    return series


def has_begun(department: Department, document: NumberSeries.Document, fiscal_year: int) -> bool:
    """Whether a document of that year has its number."""
    series = NumberSeries.objects.filter(department=department, document=document, fiscal_year=fiscal_year)
    return series.filter(last_number__gt=0).exists()


def after_imported(department: Department, fiscal_year: int) -> int | None:
    """The number after the highest that imported invoices of the year bear, where those are written like ours."""
    beginning = numbering.number_of(department, Document.INVOICE, fiscal_year, 0).text.removesuffix("0")
    imported = Invoice.objects.filter(
        department=department, imported_at__isnull=False, invoice_number__startswith=beginning
    )
    tails = (text.removeprefix(beginning) for text in imported.values_list("invoice_number", flat=True))
    numbers = [int(tail) for tail in tails if re.fullmatch(r"[0-9]{1,7}", tail)]
    return max(numbers) + 1 if numbers and max(numbers) < HIGHEST else None


def _check(series: NumberSeries, first_number: int) -> None:
    if series.last_number > 0:
        sentence = _("The first number of this year was given already, so the series goes on from there.")
        raise ValidationError({"first_number": sentence})
    if not 1 <= first_number <= HIGHEST:
        sentence = _("Choose a number from 1 to %(highest)d.") % {"highest": HIGHEST}
        raise ValidationError({"first_number": sentence})
    if series.document != Document.INVOICE:
        return
    following = after_imported(series.department, series.fiscal_year)
    if following is not None and first_number < following:
        last = numbering.number_of(series.department, Document.INVOICE, series.fiscal_year, following - 1).text
        sentence = _("%(last)s was imported, so the next is %(next)d or higher.") % {"last": last, "next": following}
        raise ValidationError({"first_number": sentence})


def _tell(series: NumberSeries, *, by: User, at: dt.datetime) -> None:
    department, document = series.department, Document(series.document)
    record(
        "number_series.begins",
        account=department.account,
        by=by,
        at=at,
        subject=department,
        name=department.name,
        document=document.value,
        fiscal_year=series.fiscal_year,
        first=numbering.number_of(department, document, series.fiscal_year, series.first_number).text,
    )
