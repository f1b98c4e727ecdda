"""The addresses of reminders."""

from django.urls import path

from comptoir.web.reminders import commands, pages

urlpatterns = [
    path("", pages.overview, name="reminders"),
    path("<uuid:id>/", pages.reminder, name="reminder"),
    path("<uuid:id>/mark-as-sent/", commands.mark_as_sent, name="reminder_mark_as_sent"),
    path("<uuid:id>/send-again/", commands.send_again, name="reminder_send_again"),
    path("by-hand/<uuid:invoice_id>/", commands.remind_by_hand, name="remind_by_hand"),
]
