"""The addresses of quotations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
