"""Exports: what an overview shows, as a file."""

from itertools import chain

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from comptoir.transfer import customers as transfer
from comptoir.transfer.csv import lines
from comptoir.web.clock import today
from comptoir.web.customers.overview import found
from comptoir.web.segments.parts import from_query

NAMES = {"contact": "contacts", "company": "companies"}


def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The contacts or companies that the overview shows under the same address, all pages of it."""
    # The titles are made now: what is streamed later is no longer in the reader's language.
    customers = found(request, kind, from_query(request))
    rows = chain([transfer.header()], transfer.rows(customers, account=request.user.account))
    answer = StreamingHttpResponse(lines(rows, language=request.user.language), content_type="text/csv; charset=utf-8")
    name = f"{NAMES[kind]}-{today(request).isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
