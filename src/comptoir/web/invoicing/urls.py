"""The addresses of invoicing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
