"""The addresses of sending documents."""

from django.urls import path

from comptoir.web.mails import decisions, electronically, sending

urlpatterns = [
    path("<uuid:id>/send/", sending.invoice, name="invoice_send"),
    path("<uuid:id>/send-electronically/", electronically.invoice, name="invoice_send_electronically"),
    path("credit-notes/<uuid:id>/send/", sending.credit_note, name="credit_note_send"),
    path(
        "credit-notes/<uuid:id>/send-electronically/",
        electronically.credit_note,
        name="credit_note_send_electronically",
    ),
    path("deliveries/<uuid:id>/arrived/", decisions.arrived, name="delivery_arrived"),
    path("deliveries/<uuid:id>/not-arrived/", decisions.not_arrived, name="delivery_not_arrived"),
    path("deliveries/<uuid:id>/came-back/", decisions.bounced, name="delivery_bounced"),
]
