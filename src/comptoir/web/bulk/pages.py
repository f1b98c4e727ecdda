"""A run, step by step: what would be done with which rows, how far it is, what became of each."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.bulk.models import BulkRun
from comptoir.core.batches import batched
from comptoir.transfer.csv import lines
from comptoir.web.bulk import parts, words
from comptoir.web.bulk.offers import OFFERS


@require_safe
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The step at which the run is."""
    run = parts.found(request, id)
    if run.is_prepared:
        form = OFFERS[run.verb].form(run=run)
        return render(request, "bulk/prepared.html", parts.prepared(request, run, form))
    if run.is_under_way:
        return render(request, "bulk/under_way.html", parts.context(request, run))
    return render(request, "bulk/ended.html", parts.ended(request, run))


@require_safe
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far the work is; when it has ended, the page shows what came of it."""
    run = parts.found(request, id)
    if not run.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "bulk/_progress.html", parts.context(request, run))


@require_safe
def results(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    """What became of each row, as a file."""
    run = parts.found(request, id)
    language = request.user.language
    header = [_("Name"), _("State"), _("Result"), _("ID")]
    text = lines(_told(run, header, language), language=language)
    answer = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{run.verb}-{run.pk.hex[-8:]}.csv"'
    return answer


def _told(run: BulkRun, header: list[str], language: str) -> Iterator[list[str]]:
    yield header
    for rows in batched(run.rows.order_by("position").iterator(2_000), 2_000):
        # What is streamed later is no longer in the reader's language.
        with translation.override(language):
            told = [[r.name, _("Left out") if r.left_out else r.get_state_display(), words.said(r)] for r in rows]
        for row, cells in zip(rows, told, strict=True):
            yield [*cells, str(row.record_id)]
