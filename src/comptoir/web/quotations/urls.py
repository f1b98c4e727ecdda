"""The addresses of quotations."""

from django.urls import path

from comptoir.web.quotations.overview import overview
from comptoir.web.quotations.page import page

urlpatterns = [
    path("", overview, name="quotations"),
    path("<uuid:id>/", page, name="quotation"),
]
