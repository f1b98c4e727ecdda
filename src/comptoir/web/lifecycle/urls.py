"""The addresses of deactivating and reactivating."""

from django.urls import path

from comptoir.customers.models import Kind
from comptoir.web.lifecycle import views

urlpatterns = [
    path("contacts/<uuid:id>/deactivate/", views.deactivate, {"kind": Kind.CONTACT}, name="deactivate_contact"),
    path("companies/<uuid:id>/deactivate/", views.deactivate, {"kind": Kind.COMPANY}, name="deactivate_company"),
    path("contacts/<uuid:id>/reactivate/", views.reactivate, {"kind": Kind.CONTACT}, name="reactivate_contact"),
    path("companies/<uuid:id>/reactivate/", views.reactivate, {"kind": Kind.COMPANY}, name="reactivate_company"),
    path("deactivations/<uuid:id>/undo/", views.undo, name="undo_deactivation"),
]
