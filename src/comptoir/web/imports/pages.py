"""An import, step by step: the file, its columns, what the check found, how far it is, what came of it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.transfer.csv import lines
from comptoir.transfer.importing import starting, working
from comptoir.transfer.models import Import, ImportKind, ImportState
from comptoir.transfer.reading import Unreadable, bounds
from comptoir.web import speech
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import Form
from comptoir.web.imports.forms import ColumnsForm, FileForm
from comptoir.web.imports.overview import RIGHTS
from comptoir.web.imports.working import at_once

SHOWN = 50
"""Rows at fault on the page; the file has the others."""
PARTS = {
    ImportState.UPLOADED: "imports/columns.html",
    ImportState.CHECKED: "imports/checked.html",
    ImportState.FAILED: "imports/checked.html",
    ImportState.DONE: "imports/done.html",
    ImportState.UNDONE: "imports/done.html",
}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Bring a file."""
    what = request.POST.get("what") or request.GET.get("what", "companies")
    require(request.user, Right.INVOICES if what == "invoices" else Right.CUSTOMERS)
    form = FileForm(request.POST or None, request.FILES or None, initial={"what": what, "request_key": new_id()})
    if request.method == "POST" and form.is_valid():
        try:
            brought = _start(request, form.cleaned_data)
            return HttpResponseRedirect(reverse("import", args=[brought.pk]))
        except Unreadable as refusal:
            words = {"row": refusal.row, "problem": refusal.sentence}
            form.add_error("file", _("Row %(row)s: %(problem)s") % words if refusal.row else refusal.sentence)
    context = {"form": form, "file_mb": bounds.FILE_MB, "rows": speech.number(bounds.ROWS), "columns": bounds.COLUMNS}
    return render(request, "imports/new.html", context, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The step at which the import is."""
    found = _found(request, id)
    if found.state == ImportState.UPLOADED:
        return _columns(request, found, ColumnsForm(importing=found))
    template = "imports/under_way.html" if found.is_under_way else PARTS[ImportState(found.state)]
    return render(request, template, _context(request, found))


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what the columns hold, then have every row checked."""
    found = _found(request, id)
    if found.state not in starting.LEAVABLE:
        return HttpResponseRedirect(reverse("import", args=[found.pk]))
    form = ColumnsForm(request.POST or None, importing=found)
    if request.method == "POST" and form.is_valid():
        try:
            mapped = starting.map_columns(found, **form.chosen(), by=request.user, at=now(request))
            at_once(request, working.check(mapped, by=request.user, at=now(request)))
            return HttpResponseRedirect(reverse("import", args=[found.pk]))
        except ValidationError as refusal:
            for field, errors in refusal.error_dict.items():
                form.add_refusal(field, errors)
    return _columns(request, found, form)


@require_safe
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far the work is; when it has ended, the page shows what came of it."""
    found = _found(request, id)
    if not found.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "imports/_progress.html", _context(request, found))


@require_safe
def errors(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    """What is wrong with which row, as a file."""
    found = _found(request, id)
    rows = [[_("Row"), _("Column"), _("What is wrong")]]
    rows += [[str(each["row"]), each["column"], each["sentence"]] for each in found.problems]
    answer = StreamingHttpResponse(lines(rows, language=request.user.language), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="errors-{found.pk.hex[:8]}.csv"'
    return answer


def _start(request: HttpRequest, facts: dict[str, Any]) -> Import:
    what, sent = facts["what"], facts["file"]
    return starting.start(
        account=request.user.account,
        kind=ImportKind.INVOICES if what == "invoices" else ImportKind.CUSTOMERS,
        name=sent.name or "",
        content=sent.file,
        by=request.user,
        at=now(request),
        options={} if what == "invoices" else {"customer_kind": "contact" if what == "contacts" else "company"},
        id=facts["request_key"],
    )


def _found(request: HttpRequest, id: UUID) -> Import:
    found = own(request, Import.objects.select_related("account", "by"), id)
    require(request.user, RIGHTS[ImportKind(found.kind)])
    return found


def _columns(request: HttpRequest, found: Import, form: Form) -> HttpResponse:
    context = _context(request, found) | {"form": form}
    return render(request, "imports/columns.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest, found: Import) -> dict[str, Any]:
    listed = {"contact": "contacts", "company": "companies"}.get(found.options.get("customer_kind", ""), "companies")
    url = reverse("invoices" if found.kind == ImportKind.INVOICES else listed)
    return {
        "import": found,
        "list_url": url,
        "problems": found.problems[:SHOWN],
        "more": max(found.problem_count - SHOWN, 0),
        "is_lost": found.problem_count > len(found.problems),
        "crumbs": [(_("Imports"), reverse("imports")), (found.name, "")],
    }
