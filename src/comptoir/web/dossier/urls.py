"""The addresses of notes and files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
