"""The addresses of lifecycle."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
