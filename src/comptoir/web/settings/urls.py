"""The addresses of the settings."""

from django.urls import path

from comptoir.web.settings import account, departments, preferences, users, yours

urlpatterns = [
    path("", yours.edit, name="settings"),
    path("theme/", preferences.theme, name="choose-theme"),
    path("language/", preferences.language, name="choose-language"),
    path("account/", account.edit, name="account-settings"),
    path("departments/", departments.overview, name="departments"),
    path("departments/new/", departments.add, name="new-department"),
    path("departments/<uuid:id>/", departments.edit, name="department"),
    path("departments/<uuid:id>/make-default/", departments.make_default, name="make-department-default"),
    path("departments/<uuid:id>/archive/", departments.archive, name="archive-department"),
    path("departments/<uuid:id>/restore/", departments.restore, name="restore-department"),
    path("users/", users.overview, name="users"),
    path("users/new/", users.add, name="new-user"),
    path("users/<uuid:id>/", users.edit, name="user"),
    path("users/<uuid:id>/deactivate/", users.deactivate, name="deactivate-user"),
    path("users/<uuid:id>/reactivate/", users.reactivate, name="reactivate-user"),
]
