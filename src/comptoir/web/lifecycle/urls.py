"""The addresses of deactivating and reactivating, and of handing over what is open."""

from django.urls import path

from comptoir.customers.models import Kind
from comptoir.web.lifecycle import handing_over, scheduling, views

urlpatterns = [
    path("contacts/<uuid:id>/deactivate/", views.deactivate, {"kind": Kind.CONTACT}, name="deactivate_contact"),
    path("companies/<uuid:id>/deactivate/", views.deactivate, {"kind": Kind.COMPANY}, name="deactivate_company"),
    path(
        "contacts/<uuid:id>/deactivate/at-stake/",
        views.at_stake,
        {"kind": Kind.CONTACT},
        name="at_stake_contact",
    ),
    path(
        "companies/<uuid:id>/deactivate/at-stake/",
        views.at_stake,
        {"kind": Kind.COMPANY},
        name="at_stake_company",
    ),
    path("contacts/<uuid:id>/reactivate/", views.reactivate, {"kind": Kind.CONTACT}, name="reactivate_contact"),
    path("companies/<uuid:id>/reactivate/", views.reactivate, {"kind": Kind.COMPANY}, name="reactivate_company"),
    path("contacts/<uuid:id>/open-work/", handing_over.hand_over, {"kind": Kind.CONTACT}, name="hand_over_contact"),
    path("companies/<uuid:id>/open-work/", handing_over.hand_over, {"kind": Kind.COMPANY}, name="hand_over_company"),
    path(
        "contacts/<uuid:id>/deactivate/cancel/",
        scheduling.cancel,
        {"kind": Kind.CONTACT},
        name="cancel_deactivation_contact",
    ),
    path(
        "companies/<uuid:id>/deactivate/cancel/",
        scheduling.cancel,
        {"kind": Kind.COMPANY},
        name="cancel_deactivation_company",
    ),
    path("deactivations/<uuid:id>/undo/", views.undo, name="undo_deactivation"),
    path("hand-overs/<uuid:id>/undo/", handing_over.undo, name="undo_hand_over"),
]
