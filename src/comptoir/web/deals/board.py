"""The board: the open deals of a pipeline, phase by phase."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.deals.models import Deal, Pipeline
from comptoir.web.answers import back
from comptoir.web.clock import today
from comptoir.web.deals.asked import asked, whose
from comptoir.web.deals.columns import columns
from comptoir.web.links import url_of


def board(request: HttpRequest) -> HttpResponse:
    """The pipeline that `?pipeline=` names, else the default one; `?who=` and `?q=` narrow it."""
    account = request.user.account
    pipelines = list(Pipeline.objects.of(account))
    pipeline = _chosen(request, pipelines)
    context = _board(request, pipeline)
    context |= {"pipelines": pipelines, "pipeline": pipeline, "whose": whose(request.user)}
    context["is_first"] = not any(column.deals for column in context["columns"]) and not _has_deals(account)
    return render(request, "deals/board.html", context)


def board_or_page(
    request: HttpRequest, deal: Deal, *, phases: Collection[UUID | None], status: int = 200
) -> HttpResponse:
    """After a deal was touched: on the board its phase and `phases` as they are now, else the page it was touched on."""
    if request.headers.get("HX-Target") != "board":
        return back(request, url_of(deal))
    pipelines = list(Pipeline.objects.of(deal.account))
    context = _board(request, _chosen(request, pipelines))
    touched = {deal.phase_id, *phases}
    context["columns"] = [column for column in context["columns"] if column.figures.phase.pk in touched]
    return render(request, "deals/_moved.html", context, status=status)


def _board(request: HttpRequest, pipeline: Pipeline) -> dict[str, Any]:
    what = asked(request)
    on = today(request)
    shown = columns(pipeline, what.deals(), on=on)
    phases = [column.figures.phase for column in shown]
    return {"columns": shown, "phases": phases, "asked": what, "today": on}


def _chosen(request: HttpRequest, pipelines: list[Pipeline]) -> Pipeline:
    named = asked(request).pipeline
    return next((each for each in pipelines if str(each.pk) == named), pipelines[0])


def _has_deals(account: Any) -> bool:
    return Deal.objects.of(account).exists()
