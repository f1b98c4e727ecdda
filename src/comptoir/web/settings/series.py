"""Where the numbers of a department begin."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.invoicing import numbering, series
from comptoir.invoicing.numbering import Document, Number
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.settings.forms import FirstNumberForm
from comptoir.web.toasts import toast


@dataclass(frozen=True)
class Numbers:
    """A series as the settings show it."""

    document: Document
    fiscal_year: int
    next: Number
    has_begun: bool


def numbers_of(department: Department, *, on: dt.date) -> list[Numbers]:
    """The series of this fiscal year and the next."""
    this = numbering.fiscal_year(department, on)
    return [
        Numbers(
            document,
            year,
            numbering.next_of(department, document, year),
            series.has_begun(department, document, year),
        )
        for year in (this, this + 1)
        for document in Document
    ]


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, id: uuid.UUID, document: str, year: int) -> HttpResponse:
    """Choose the first number of a series that has given none."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, id)
    numbers = _one(department, document, year, on=today(request))
    home = reverse("department_documents", args=[department.pk])
    suggested = series.after_imported(department, year) if numbers.document == Document.INVOICE else None
    initial = {"first_number": max(suggested or 1, numbers.next.number)}
    form = FirstNumberForm(request.POST if request.method == "POST" else None, initial=initial)
    chosen = lambda: series.begin_at(  # noqa: E731
        department,
        numbers.document,
        fiscal_year=year,
        first_number=form.cleaned_data["first_number"],
        by=request.user,
        at=now(request),
    )
    if accepted(form, chosen):
        first = numbering.next_of(department, numbers.document, year).text
        toast(request, _("The next number is %(number)s.") % {"number": first})
        return go(request, home)
    if numbers.has_begun and not form.is_bound:
        toast(request, _("The first number of this year was given already, so the series goes on from there."))
        return go(request, home)
    title = (
        _("First invoice of %(year)s") if numbers.document == Document.INVOICE else _("First credit note of %(year)s")
    )
    context = {"department": department, "numbers": numbers, "form": form, "home": home, "suggested": suggested}
    status = 422 if form.errors else 200
    return dialog(request, "settings/first_number.html", context, title=title % {"year": year}, status=status)


def _one(department: Department, document: str, year: int, *, on: dt.date) -> Numbers:
    for numbers in numbers_of(department, on=on):
        if (numbers.document.value, numbers.fiscal_year) == (document, year):
            return numbers
    raise Http404
