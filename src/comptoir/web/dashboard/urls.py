"""The address of the dashboard."""

from django.urls import path

from comptoir.web.dashboard.page import dashboard

urlpatterns = [path("", dashboard, name="dashboard")]
