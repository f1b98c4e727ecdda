"""The addresses of an account's own words in its mails, among the settings."""

from django.urls import path

from comptoir.web.mails import pages

urlpatterns = [
    path("", pages.overview, name="mail_templates"),
    path("<str:kind>/<str:language>/", pages.edit, name="mail_template"),
    path("<str:kind>/<str:language>/preview/", pages.preview, name="mail_template_preview"),
    path("<str:kind>/<str:language>/reset/", pages.reset, name="mail_template_reset"),
]
