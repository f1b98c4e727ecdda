"""The addresses of the start page."""

from django.urls import path

from comptoir.web.today import page

urlpatterns = [path("", page.today_page, name="today")]
