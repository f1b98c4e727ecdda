"""The addresses of the outcomes of calls, among the settings."""

from django.urls import path

from comptoir.web.followups import outcomes

urlpatterns = [
    path("", outcomes.overview, name="call_outcomes"),
    path("new/", outcomes.add, name="new_call_outcome"),
    path("<uuid:id>/", outcomes.rename, name="rename_call_outcome"),
    path("<uuid:id>/archive/", outcomes.archive, name="archive_call_outcome"),
    path("<uuid:id>/restore/", outcomes.restore, name="restore_call_outcome"),
]
