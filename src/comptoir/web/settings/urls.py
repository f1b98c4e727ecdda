"""The addresses of the settings."""

from django.urls import path

from comptoir.web.settings import account, departments, documents, plan, preferences, series, tax_rates, users, yours

urlpatterns = [
    path("", yours.edit, name="settings"),
    path("theme/", preferences.theme, name="choose-theme"),
    path("language/", preferences.language, name="choose-language"),
    path("account/", account.edit, name="account-settings"),
    path("plan/", plan.overview, name="plan"),
    path("plan/<slug:plan>/", plan.change, name="change_plan"),
    path("departments/", departments.overview, name="departments"),
    path("departments/new/", departments.add, name="new-department"),
    path("departments/<uuid:id>/", departments.edit, name="department"),
    path("departments/<uuid:id>/make-default/", departments.make_default, name="make-department-default"),
    path("departments/<uuid:id>/archive/", departments.archive, name="archive-department"),
    path("departments/<uuid:id>/restore/", departments.restore, name="restore-department"),
    path("departments/<uuid:id>/documents/", documents.look, name="department_documents"),
    path("departments/<uuid:id>/logo/", documents.put_logo, name="department_put_logo"),
    path("departments/<uuid:id>/logo/picture/", documents.logo, name="department_logo"),
    path("departments/<uuid:id>/logo/remove/", documents.remove_logo, name="department_remove_logo"),
    path("departments/<uuid:id>/numbers/<str:document>/<int:year>/", series.begin, name="first_number"),
    path("departments/<uuid:id>/vat-rates/", tax_rates.overview, name="tax_rates"),
    path("departments/<uuid:id>/vat-rates/new/", tax_rates.add, name="new_tax_rate"),
    path("vat-rates/<uuid:id>/", tax_rates.change, name="change_tax_rate"),
    path("vat-rates/<uuid:id>/archive/", tax_rates.archive, name="archive_tax_rate"),
    path("vat-rates/<uuid:id>/restore/", tax_rates.restore, name="restore_tax_rate"),
    path("users/", users.overview, name="users"),
    path("users/new/", users.add, name="new-user"),
    path("users/<uuid:id>/", users.edit, name="user"),
    path("users/<uuid:id>/deactivate/", users.deactivate, name="deactivate-user"),
    path("users/<uuid:id>/reactivate/", users.reactivate, name="reactivate-user"),
]
