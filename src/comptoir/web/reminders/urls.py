"""The addresses of reminders."""

from django.urls import path

from comptoir.web.reminders import commands, exempting, letters, pages, tomorrow

urlpatterns = [
    path("", pages.overview, name="reminders"),
    path("tomorrow/", tomorrow.overview, name="reminders_tomorrow"),
    path("tomorrow/<uuid:invoice_id>/", tomorrow.letter, name="reminder_tomorrow"),
    path("letters/", letters.overview, name="letters_to_post"),
    path("letters/print/", letters.print_them, name="letters_print"),
    path("letters/posted/", letters.posted, name="letters_posted"),
    path("letters/not-posted/", letters.not_posted, name="letters_not_posted"),
    path("letters/pdf/", letters.pdf, name="letters_pdf"),
    path("off/<uuid:id>/", exempting.exempt, name="exempt"),
    path("on/<uuid:id>/", exempting.chase_again, name="chase_again"),
    path("<uuid:id>/", pages.reminder, name="reminder"),
    path("<uuid:id>/mark-as-sent/", commands.mark_as_sent, name="reminder_mark_as_sent"),
    path("<uuid:id>/send-again/", commands.send_again, name="reminder_send_again"),
    path("by-hand/<uuid:invoice_id>/", commands.remind_by_hand, name="remind_by_hand"),
]
