"""The addresses of invoices."""

from django.urls import path

from comptoir.web.invoicing import commands, credit_notes, drafts, overview, pages, payments

urlpatterns = [
    path("", overview.invoices, name="invoices"),
    path("new/", drafts.new, name="invoice_new"),
    path("totals/", drafts.totals_of_lines, name="invoice_totals"),
    path("release/", commands.release_selection, name="invoices_release"),
    path("<uuid:id>/", pages.invoice, name="invoice"),
    path("<uuid:id>/edit/", drafts.edit, name="invoice_edit"),
    path("<uuid:id>/delete/", drafts.delete, name="invoice_delete"),
    path("<uuid:id>/copy/", drafts.copy, name="invoice_copy"),
    path("<uuid:id>/book/", commands.book, name="invoice_book"),
    path("<uuid:id>/hold/", commands.hold, name="invoice_hold"),
    path("<uuid:id>/release/", commands.release, name="invoice_release"),
    path("<uuid:id>/payments/", commands.pay, name="invoice_pay"),
    path("<uuid:id>/payments/<uuid:payment_id>/remove/", commands.remove_payment, name="payment_remove"),
    path("<uuid:id>/credit/", commands.credit, name="invoice_credit"),
    path("credit-notes/", credit_notes.credit_notes, name="credit_notes"),
    path("payments/", payments.payments, name="payments"),
    path("credit-notes/<uuid:id>/", pages.credit_note, name="credit_note"),
]
