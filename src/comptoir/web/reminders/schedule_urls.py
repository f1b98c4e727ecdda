"""The addresses of the reminder schedule, among the settings."""

from django.urls import path

from comptoir.web.reminders import late_costs, schedule

urlpatterns = [
    path("", schedule.overview, name="reminder_schedule"),
    path("<uuid:department_id>/add/", schedule.add, name="reminder_step_add"),
    path("<uuid:department_id>/interval/", schedule.interval, name="reminder_interval"),
    path("<uuid:department_id>/late-costs/<str:kind>/", late_costs.change, name="late_costs_change"),
    path("steps/<uuid:id>/", schedule.change, name="reminder_step_change"),
    path("steps/<uuid:id>/remove/", schedule.remove, name="reminder_step_remove"),
    path("<uuid:department_id>/letters/<str:tone>/", schedule.letter, name="reminder_letter"),
]
