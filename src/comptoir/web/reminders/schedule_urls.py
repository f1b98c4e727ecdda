"""The addresses of the reminder schedule, among the settings."""

from django.urls import path

from comptoir.web.reminders import schedule

urlpatterns = [
    path("", schedule.overview, name="reminder_schedule"),
    path("<uuid:department_id>/add/", schedule.add, name="reminder_step_add"),
    path("steps/<uuid:id>/", schedule.change, name="reminder_step_change"),
    path("steps/<uuid:id>/remove/", schedule.remove, name="reminder_step_remove"),
    path("<uuid:department_id>/letters/<str:tone>/", schedule.letter, name="reminder_letter"),
]
