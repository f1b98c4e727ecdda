"""The addresses of invoices."""

from django.urls import path

from comptoir.web.custom_fields import annotating
from comptoir.web.invoicing import (
    commands,
    credit_drafts,
    credit_notes,
    credit_parts,
    deleting,
    documents,
    drafts,
    einvoice,
    overview,
    pages,
    payments,
)

urlpatterns = [
    path("", overview.invoices, name="invoices"),
    path("new/", drafts.new, name="invoice_new"),
    path("totals/", drafts.totals_of_lines, name="invoice_totals"),
    path("release/", commands.release_selection, name="invoices_release"),
    path("<uuid:id>/", pages.invoice, name="invoice"),
    path("<uuid:id>/fields/", annotating.invoice, name="invoice_fields"),
    path("<uuid:id>/pdf/", documents.invoice, name="invoice_pdf"),
    path("<uuid:id>/edit/", drafts.edit, name="invoice_edit"),
    path("<uuid:id>/delete/", drafts.delete, name="invoice_delete"),
    path("<uuid:id>/copy/", drafts.copy, name="invoice_copy"),
    path("<uuid:id>/book/", commands.book, name="invoice_book"),
    path("<uuid:id>/hold/", commands.hold, name="invoice_hold"),
    path("<uuid:id>/release/", commands.release, name="invoice_release"),
    path("<uuid:id>/payments/", commands.pay, name="invoice_pay"),
    path("<uuid:id>/payments/<uuid:payment_id>/remove/", commands.remove_payment, name="payment_remove"),
    path("<uuid:id>/credit/", commands.credit, name="invoice_credit"),
    path("<uuid:id>/credit/part/", credit_parts.credit, name="invoice_credit_part"),
    path("<uuid:id>/credit/part/totals/", credit_parts.totals, name="invoice_credit_totals"),
    path("<uuid:id>/ubl/", einvoice.invoice_ubl, name="invoice_ubl"),
    path("credit-notes/<uuid:id>/ubl/", einvoice.credit_note_ubl, name="credit_note_ubl"),
    path("credit-notes/", credit_notes.credit_notes, name="credit_notes"),
    path("credit-drafts/<uuid:id>/book/", credit_drafts.book, name="credit_draft_book"),
    path("credit-drafts/<uuid:id>/edit/", credit_drafts.edit, name="credit_draft_edit"),
    path("credit-drafts/<uuid:id>/discard/", credit_drafts.discard, name="credit_draft_discard"),
    path("payments/", payments.payments, name="payments"),
    path("credit-notes/<uuid:id>/", pages.credit_note, name="credit_note"),
    path("credit-notes/<uuid:id>/delete/", deleting.delete, name="credit_note_delete"),
    path("credit-notes/<uuid:id>/pdf/", documents.credit_note, name="credit_note_pdf"),
    path("reminders/<uuid:id>/pdf/", documents.reminder, name="reminder_pdf"),
]
