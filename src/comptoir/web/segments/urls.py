"""The addresses of segments."""

from django.urls import URLPattern, path

from comptoir.web.segments import views

urlpatterns: list[URLPattern] = [
    path("", views.segments, name="segments"),
    path("new/", views.new, name="new_segment"),
    path("rules/", views.rules, name="segment_rules"),
    path("<str:key>/", views.segment, name="segment"),
    path("<uuid:id>/delete/", views.delete, name="delete_segment"),
    path("<uuid:id>/share/", views.share, name="share_segment"),
    path("<uuid:id>/unshare/", views.unshare, name="unshare_segment"),
]
