"""The addresses of follow-ups."""

from django.urls import path

from comptoir.web.followups import calls, choices, commands, meetings, overview, tasks

urlpatterns = [
    path("", overview.overview, name="followups"),
    path("choices/<slug:kind>/", choices.choices, name="follow_up_choices"),
    path("new/", tasks.new, name="new_task"),
    path("<uuid:id>/", tasks.edit, name="edit_task"),
    path("<uuid:id>/done/", commands.complete_task, name="complete_task"),
    path("<uuid:id>/reopen/", commands.reopen_task, name="reopen_task"),
    path("<uuid:id>/delete/", tasks.delete, name="delete_task"),
    path("calls/new/", calls.new, name="new_call"),
    path("calls/<uuid:id>/", calls.edit, name="edit_call"),
    path("calls/<uuid:id>/made/", calls.complete, name="complete_call"),
    path("calls/<uuid:id>/reopen/", commands.reopen_call, name="reopen_call"),
    path("calls/<uuid:id>/delete/", calls.delete, name="delete_call"),
    path("meetings/new/", meetings.new, name="new_meeting"),
    path("meetings/<uuid:id>/", meetings.edit, name="edit_meeting"),
    path("meetings/<uuid:id>/held/", commands.complete_meeting, name="complete_meeting"),
    path("meetings/<uuid:id>/reopen/", commands.reopen_meeting, name="reopen_meeting"),
    path("meetings/<uuid:id>/cancel/", meetings.cancel, name="cancel_meeting"),
]
