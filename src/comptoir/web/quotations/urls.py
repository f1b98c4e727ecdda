"""The addresses of quotations."""

from django.urls import path

from comptoir.web.quotations.page import page

urlpatterns = [
    path("<uuid:id>/", page, name="quotation"),
]
