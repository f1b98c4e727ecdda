"""The addresses of quotations."""

from django.urls import path

from comptoir.web.quotations import as_typed, commands, editing
from comptoir.web.quotations.overview import overview
from comptoir.web.quotations.page import document_of, page
from comptoir.web.quotations.sending import send
from comptoir.web.quotations.starting import start

urlpatterns = [
    path("", overview, name="quotations"),
    path("new/", editing.new, name="new_quotation"),
    path("deals/", as_typed.deals, name="deals_to_quote"),
    path("totals/", as_typed.totals, name="quotation_totals"),
    path("<uuid:id>/", page, name="quotation"),
    path("<uuid:id>/pdf/", document_of, name="quotation_pdf"),
    path("<uuid:id>/edit/", editing.edit, name="edit_quotation"),
    path("<uuid:id>/copy/", editing.copy, name="copy_quotation"),
    path("<uuid:id>/send/", send, name="send_quotation"),
    path("<uuid:id>/accept/", commands.accept, name="accept_quotation"),
    path("<uuid:id>/refuse/", commands.reject, name="reject_quotation"),
    path("<uuid:id>/close/", commands.close, name="close_quotation"),
    path("<uuid:id>/link/", commands.renew_link, name="renew_quotation_link"),
    path("<uuid:id>/delete/", commands.delete, name="delete_quotation"),
    path("<uuid:id>/subscription/<slug:unit>-<int:period>/", start, name="start_subscription"),
]
