"""The addresses of notes and files."""

from django.urls import path

from comptoir.web.dossier import files, notes

urlpatterns = [
    path("notes/new/", notes.new, name="new_note"),
    path("notes/<uuid:id>/", notes.edit, name="edit_note"),
    path("notes/<uuid:id>/delete/", notes.delete, name="delete_note"),
    path("files/new/", files.add, name="add_file"),
    path("files/<uuid:id>/", files.file, name="file"),
    path("files/<uuid:id>/rename/", files.rename, name="rename_file"),
    path("files/<uuid:id>/delete/", files.delete, name="delete_file"),
]
