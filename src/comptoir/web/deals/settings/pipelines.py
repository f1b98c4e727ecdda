"""Pipelines among the settings: added, renamed, duplicated, made the default, deleted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.deals import pipelines
from comptoir.deals.models import Phase, Pipeline
from comptoir.deals.refusals import DefaultPipeline, HasDeals
from comptoir.web.answers import dialog
from comptoir.web.clock import now
from comptoir.web.deals.settings.forms import NameForm, RehousingForm
from comptoir.web.deals.settings.overview import done
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A further pipeline, which begins with the usual phases."""
    require(request.user, Right.SETTINGS)
    account = request.user.account
    return _named(
        request,
        lambda name: pipelines.add_pipeline(account, name=name, by=request.user, at=now(request)),
        title=_("New pipeline"),
        button=_("Add the pipeline"),
        note=_("It begins with the usual phases, which you can change afterwards."),
        said=_("The pipeline %(name)s is added."),
    )


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, id: UUID) -> HttpResponse:
    """Call a pipeline otherwise."""
    require(request.user, Right.SETTINGS)
    pipeline = own(request, Pipeline, id)
    return _named(
        request,
        lambda name: pipelines.rename_pipeline(pipeline, name=name, by=request.user, at=now(request)),
        initial=pipeline.name,
        title=_("Rename the pipeline %(name)s") % {"name": pipeline.name},
        button=_("Save"),
        said=_("The pipeline is called %(name)s now."),
    )


@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, id: UUID) -> HttpResponse:
    """A further pipeline with the same phases."""
    require(request.user, Right.SETTINGS)
    pipeline = own(request, Pipeline, id)
    return _named(
        request,
        lambda name: pipelines.duplicate_pipeline(pipeline, name=name, by=request.user, at=now(request)),
        initial=pipelines.copy_name(pipeline),
        title=_("Duplicate the pipeline %(name)s") % {"name": pipeline.name},
        button=_("Add the copy"),
        note=_("The copy has the same phases and no deals."),
        said=_("The pipeline %(name)s is added."),
    )


@require_POST
def make_default(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let new deals begin in this pipeline."""
    pipeline = own(request, Pipeline, id)
    pipelines.mark_as_default(pipeline, by=request.user, at=now(request))
    toast(request, _("New deals begin in %(name)s now.") % {"name": pipeline.name})
    return done(request, f"pipeline-{pipeline.pk}")


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a pipeline away, after asking where the deals of each of its phases go."""
    require(request.user, Right.SETTINGS)
    pipeline = own(request, Pipeline, id)
    form = _rehousing(pipeline, request.POST if request.method == "POST" else None)
    meanwhile = False
    try:
        if pipeline.is_default:
            raise DefaultPipeline
        if accepted(form, lambda: _delete(request, pipeline, form)):
            toast(request, _("The pipeline %(name)s is deleted.") % {"name": pipeline.name})
            return done(request, "main")
        status = 422 if form.errors else 200
    except DefaultPipeline:
        pipeline.is_default, status = True, 409 if request.method == "POST" else 200
    except HasDeals:
        form, meanwhile, status = _rehousing(pipeline), True, 409
    context = {"form": form, "pipeline": pipeline, "meanwhile": meanwhile}
    title = _("Delete the pipeline %(name)s") % {"name": pipeline.name}
    return dialog(request, "deals/settings/delete_pipeline.html", context, title=title, status=status)


def _rehousing(pipeline: Pipeline, data: Any = None) -> RehousingForm:
    others = Phase.objects.of(pipeline.account).exclude(pipeline=pipeline).select_related("pipeline")
    places = others.order_by("-pipeline__is_default", "pipeline__name", "pipeline", "position")
    return RehousingForm(data, phases=pipeline.phases.all(), places=places)


def _delete(request: HttpRequest, pipeline: Pipeline, form: RehousingForm) -> None:
    pipelines.delete_pipeline(pipeline, into=form.given(), by=request.user, at=now(request))


def _named(
    request: HttpRequest, verb: Callable[[str], Pipeline], *, initial: str = "", said: str, **context: Any
) -> HttpResponse:
    """Ask for a name and let `verb` have it; `said` is the toast about what it made."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": initial})
    made: list[Pipeline] = []
    if accepted(form, lambda: made.append(verb(form.cleaned_data["name"]))):
        toast(request, said % {"name": made[0].name})
        return done(request, f"pipeline-{made[0].pk}")
    context |= {"form": form}
    status = 422 if form.errors else 200
    return dialog(request, "deals/settings/name.html", context, title=context["title"], status=status)
