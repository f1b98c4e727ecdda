"""The addresses of the settings of deals."""

from django.urls import path

from comptoir.web.deals.settings import overview, phases, pipelines, words

urlpatterns = [
    path("", overview.overview, name="deal_settings"),
    path("pipelines/new/", pipelines.add, name="new_pipeline"),
    path("pipelines/<uuid:id>/", pipelines.rename, name="rename_pipeline"),
    path("pipelines/<uuid:id>/duplicate/", pipelines.duplicate, name="duplicate_pipeline"),
    path("pipelines/<uuid:id>/make-default/", pipelines.make_default, name="make_pipeline_default"),
    path("pipelines/<uuid:id>/delete/", pipelines.delete, name="delete_pipeline"),
    path("pipelines/<uuid:id>/phases/new/", phases.add, name="new_phase"),
    path("phases/<uuid:id>/", phases.edit, name="edit_phase"),
    path("phases/<uuid:id>/place/", phases.place, name="place_phase"),
    path("phases/<uuid:id>/delete/", phases.delete, name="delete_phase"),
    path("<str:kind>/new/", words.add, name="new_deal_word"),
    path("<str:kind>/<uuid:id>/", words.rename, name="rename_deal_word"),
    path("<str:kind>/<uuid:id>/archive/", words.archive, name="archive_deal_word"),
    path("<str:kind>/<uuid:id>/restore/", words.restore, name="restore_deal_word"),
    path("<str:kind>/<uuid:id>/remove/", words.remove, name="remove_deal_word"),
]
