"""The addresses of the calendar."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
