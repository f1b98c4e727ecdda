"""The addresses of exports."""

from django.urls import URLPattern, path

from comptoir.customers.models import Kind
from comptoir.web.transfer import views

urlpatterns: list[URLPattern] = [
    path("contacts/export.csv", views.export, {"kind": Kind.CONTACT}, name="export_contacts"),
    path("companies/export.csv", views.export, {"kind": Kind.COMPANY}, name="export_companies"),
]
