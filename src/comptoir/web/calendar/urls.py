"""The addresses of the calendar."""

from django.urls import path

from comptoir.web.calendar import page

urlpatterns = [path("", page.calendar, name="calendar")]
