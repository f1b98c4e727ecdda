"""The addresses of subscriptions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
