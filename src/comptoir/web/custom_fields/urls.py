"""The addresses of the account's own fields among the settings."""

from django.urls import path

from comptoir.web.custom_fields import settings

urlpatterns = [
    path("", settings.overview, name="custom_fields"),
    path("<str:about>/new/", settings.add, name="new_custom_field"),
    path("<uuid:id>/", settings.edit, name="edit_custom_field"),
    path("<uuid:id>/place/", settings.place, name="place_custom_field"),
    path("<uuid:id>/archive/", settings.archive, name="archive_custom_field"),
    path("<uuid:id>/restore/", settings.restore, name="restore_custom_field"),
    path("<uuid:id>/delete/", settings.delete, name="delete_custom_field"),
]
