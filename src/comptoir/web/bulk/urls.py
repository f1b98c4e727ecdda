"""The addresses of runs, and of preparing one: each below its list, so that a hidden module takes them along."""

from django.urls import URLPattern, path

from comptoir.web.bulk import choosing, commands, overview, pages
from comptoir.web.transfer.urls import BELOW

urlpatterns: list[URLPattern] = [
    path("bulk/", overview.runs, name="bulk_runs"),
    path("bulk/<uuid:id>/", pages.show, name="bulk_run"),
    path("bulk/<uuid:id>/progress/", pages.progress, name="bulk_progress"),
    path("bulk/<uuid:id>/results.csv", pages.results, name="bulk_results"),
    path("bulk/<uuid:id>/start/", commands.start, name="start_bulk"),
    path("bulk/<uuid:id>/leave-out/", commands.leave_out, name="leave_out_of_bulk"),
    path("bulk/<uuid:id>/cancel/", commands.cancel, name="cancel_bulk"),
    path("bulk/<uuid:id>/resume/", commands.resume, name="resume_bulk"),
    path("bulk/<uuid:id>/discard/", commands.discard, name="discard_bulk"),
]
urlpatterns += [
    path(f"{BELOW[name]}act/", choosing.act, {"name": name}, name=f"act_on_{name}") for name in choosing.ABOUT
]
