"""The addresses of the settings of deals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
