"""The addresses of reminders."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
