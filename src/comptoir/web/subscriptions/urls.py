"""The addresses of subscriptions. A plan without them (R8) has none of these, but to read what is left of former ones."""

from django.urls import path

from comptoir.web.custom_fields import annotating
from comptoir.web.subscriptions.deactivating import deactivate
from comptoir.web.subscriptions.editing import as_typed, duplicate, edit, new
from comptoir.web.subscriptions.indexing import export, index, indexation
from comptoir.web.subscriptions.overview import overview
from comptoir.web.subscriptions.page import page
from comptoir.web.subscriptions.pausing import pause, resume
from comptoir.web.subscriptions.plan import in_plan, readable
from comptoir.web.subscriptions.revenue import movements, revenue
from comptoir.web.subscriptions.upcoming import calendar

urlpatterns = [
    path("", readable(overview), name="subscriptions"),
    path("new/", in_plan(new), name="new_subscription"),
    path("as-typed/", in_plan(as_typed), name="subscription_as_typed"),
    path("index/", in_plan(index), name="index_subscriptions"),
    path("indexations/<uuid:id>/", in_plan(indexation), name="indexation"),
    path("indexations/<uuid:id>/export.csv", in_plan(export), name="export_indexation"),
    path("revenue/", in_plan(revenue), name="subscription_revenue"),
    path("revenue/movements/", in_plan(movements), name="subscription_movements"),
    path("calendar/", in_plan(calendar), name="subscription_calendar"),
    path("<uuid:id>/", readable(page), name="subscription"),
    path("<uuid:id>/fields/", in_plan(annotating.subscription), name="subscription_fields"),
    path("<uuid:id>/edit/", in_plan(edit), name="edit_subscription"),
    path("<uuid:id>/duplicate/", in_plan(duplicate), name="duplicate_subscription"),
    path("<uuid:id>/pause/", in_plan(pause), name="pause_subscription"),
    path("<uuid:id>/resume/", in_plan(resume), name="resume_subscription"),
    path("<uuid:id>/deactivate/", in_plan(deactivate), name="deactivate_subscription"),
]
