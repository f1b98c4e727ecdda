"""The addresses of follow-ups."""

from django.urls import path

from comptoir.web.followups import commands, editing, overview

urlpatterns = [
    path("", overview.overview, name="followups"),
    path("new/", editing.new, name="new_task"),
    path("<uuid:id>/", editing.edit, name="edit_task"),
    path("<uuid:id>/done/", commands.complete, name="complete_task"),
    path("<uuid:id>/reopen/", commands.reopen, name="reopen_task"),
]
