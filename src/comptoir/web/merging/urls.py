"""The addresses of merging two customers, and of those who may be the same."""

from django.urls import path

from comptoir.customers.models import Kind
from comptoir.web.merging import alike, views

urlpatterns = [
    path("contacts/alike/", alike.while_typing, {"kind": Kind.CONTACT}, name="alike_contacts"),
    path("companies/alike/", alike.while_typing, {"kind": Kind.COMPANY}, name="alike_companies"),
    path("contacts/<uuid:id>/merge/", views.merge, {"kind": Kind.CONTACT}, name="merge_contact"),
    path("companies/<uuid:id>/merge/", views.merge, {"kind": Kind.COMPANY}, name="merge_company"),
]
