"""The addresses of imports."""

from django.urls import path

from comptoir.web.imports import commands, overview, pages

urlpatterns = [
    path("", overview.imports, name="imports"),
    path("new/", pages.new, name="new_import"),
    path("<uuid:id>/", pages.show, name="import"),
    path("<uuid:id>/columns/", pages.columns, name="import_columns"),
    path("<uuid:id>/progress/", pages.progress, name="import_progress"),
    path("<uuid:id>/errors.csv", pages.errors, name="import_errors"),
    path("<uuid:id>/run/", commands.run, name="run_import"),
    path("<uuid:id>/check/", commands.check, name="check_import"),
    path("<uuid:id>/undo/", commands.undo, name="undo_import"),
    path("<uuid:id>/leave/", commands.leave, name="leave_import"),
]
