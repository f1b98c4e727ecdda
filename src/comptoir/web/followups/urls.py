"""The addresses of follow-ups."""

from django.urls import path

from comptoir.web.followups import views

urlpatterns = [
    path("", views.overview, name="followups"),
    path("<uuid:id>/done/", views.done, name="followup_done"),
]
