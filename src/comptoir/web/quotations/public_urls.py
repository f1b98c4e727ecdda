"""The addresses of what customers see of quotations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
