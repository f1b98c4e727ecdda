"""The addresses of the settings."""

from django.urls import path

from comptoir.web.settings import preferences

urlpatterns = [
    path("theme/", preferences.theme, name="choose-theme"),
    path("language/", preferences.language, name="choose-language"),
]
