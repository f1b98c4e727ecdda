"""Exports: what a list shows, all pages of it, as a file."""

from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from comptoir.transfer.columns import Sheet
from comptoir.transfer.csv import lines
from comptoir.web.clock import today
from comptoir.web.transfer.lists import LISTS

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """The list called `name` as a CSV or XLSX file, narrowed and searched as its page is under the same address."""
    sheet, found = LISTS[name](request)
    return as_file(request, sheet, found, name=name, ending=ending)


def as_file(
    request: HttpRequest, sheet: Sheet, found: QuerySet[Any], *, name: str, ending: str = "csv"
) -> HttpResponseBase:
    """The rows that were `found` as a CSV or XLSX file called by `name` and the day."""
    # The titles are made now: what is streamed later is no longer in the reader's language.
    header, rows = sheet.header(), sheet.rows(found, account=request.user.account)
    file_name = f"{name}-{today(request).isoformat()}.{ending}"
    if ending == "xlsx":
        from comptoir.transfer.xlsx import workbook  # here, because its library takes 10 MB

        return FileResponse(workbook(header, rows), as_attachment=True, filename=file_name, content_type=EXCEL)
    text = lines(chain([header], rows), language=request.user.language)
    answer = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer
