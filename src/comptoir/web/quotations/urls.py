"""The addresses of quotations."""

from django.urls import path

from comptoir.web.quotations import editing
from comptoir.web.quotations.overview import overview
from comptoir.web.quotations.page import page

urlpatterns = [
    path("", overview, name="quotations"),
    path("new/", editing.new, name="new_quotation"),
    path("deals/", editing.deals, name="deals_to_quote"),
    path("totals/", editing.totals, name="quotation_totals"),
    path("<uuid:id>/", page, name="quotation"),
    path("<uuid:id>/edit/", editing.edit, name="edit_quotation"),
    path("<uuid:id>/copy/", editing.copy, name="copy_quotation"),
]
