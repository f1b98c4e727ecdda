"""Phases among the settings: added, edited, put in order, deleted."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.deals import phases
from comptoir.deals.models import Phase, Pipeline
from comptoir.deals.refusals import HasDeals, OnlyPhase
from comptoir.web.answers import dialog
from comptoir.web.clock import now
from comptoir.web.deals.settings.forms import NewPhaseForm, PhaseForm, RehousingForm, known_of
from comptoir.web.deals.settings.overview import done, shown
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """A further phase of the pipeline `id`."""
    require(request.user, Right.SETTINGS)
    pipeline = own(request, Pipeline, id)
    form = NewPhaseForm(request.POST if request.method == "POST" else None, pipeline=pipeline)
    facts = lambda: {"by": request.user, "at": now(request), **form.given()}  # noqa: E731
    if accepted(form, lambda: phases.add_phase(pipeline, **facts())):
        toast(request, _("The phase %(name)s is added.") % {"name": form.cleaned_data["name"]})
        return done(request, f"pipeline-{pipeline.pk}")
    title = _("Add a phase to %(pipeline)s") % {"pipeline": pipeline.name}
    return _dialog(request, form, title=title, button=_("Add the phase"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Another name, probability or time to rest."""
    require(request.user, Right.SETTINGS)
    phase = _phase(request, id)
    form = PhaseForm(request.POST if request.method == "POST" else None, initial=known_of(phase))
    facts = lambda: {"by": request.user, "at": now(request), **form.given()}  # noqa: E731
    if accepted(form, lambda: phases.edit_phase(phase, **facts())):
        toast(request, _("The phase %(name)s is saved.") % {"name": form.cleaned_data["name"]})
        return done(request, f"pipeline-{phase.pipeline_id}")
    title = _("Edit the phase %(name)s") % {"name": phase.name}
    return _dialog(request, form, title=title, button=_("Save"))


@require_POST
def place(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a phase at the `position` posted; htmx gets its pipeline anew."""
    phase = _phase(request, id)
    try:
        position = int(request.POST.get("position", ""))
    except ValueError:
        raise Http404 from None
    phases.place_phase(phase, position=position, by=request.user, at=now(request))
    if not request.headers.get("HX-Request"):
        return done(request, f"pipeline-{phase.pipeline_id}")
    [pipeline] = shown(Pipeline.objects.filter(pk=phase.pipeline_id), request.user.account)
    return render(request, "deals/settings/_pipeline.html", {"pipeline": pipeline})


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a phase away, after asking where its deals go."""
    require(request.user, Right.SETTINGS)
    phase = _phase(request, id)
    form = _rehousing(phase, request.POST if request.method == "POST" else None)
    meanwhile = only = False
    try:
        if accepted(form, lambda: _delete(request, phase, form)):
            toast(request, _("The phase %(name)s is deleted.") % {"name": phase.name})
            return done(request, f"pipeline-{phase.pipeline_id}")
        only, status = not form.places, 422 if form.errors else 200
    except OnlyPhase:
        only, status = True, 409
    except HasDeals:
        form, meanwhile, status = _rehousing(phase), True, 409
    context = {"form": form, "phase": phase, "meanwhile": meanwhile, "only": only}
    title = _("Delete the phase %(name)s") % {"name": phase.name}
    return dialog(request, "deals/settings/delete_phase.html", context, title=title, status=status)


def _phase(request: HttpRequest, id: UUID) -> Phase:
    return own(request, Phase.objects.select_related("account", "pipeline"), id)


def _rehousing(phase: Phase, data: Any = None) -> RehousingForm:
    places = phase.pipeline.phases.exclude(pk=phase.pk).select_related("pipeline")
    return RehousingForm(data, phases=Phase.objects.filter(pk=phase.pk), places=places)


def _delete(request: HttpRequest, phase: Phase, form: RehousingForm) -> None:
    phases.delete_phase(phase, into=form.given().get(phase), by=request.user, at=now(request))


def _dialog(request: HttpRequest, form: PhaseForm, *, title: str, button: str) -> HttpResponse:
    context = {"form": form, "button": button}
    return dialog(request, "deals/settings/phase.html", context, title=title, status=422 if form.errors else 200)
