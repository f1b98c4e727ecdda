"""The addresses of what customers see of quotations."""

from django.urls import path

from comptoir.web.quotations import public

urlpatterns = [
    path("<str:token>/", public.page, name="public_quotation"),
    path("<str:token>/pdf/", public.document_of, name="public_quotation_pdf"),
    path("<str:token>/accept/", public.accept, name="accept_public_quotation"),
    path("<str:token>/refuse/", public.reject, name="reject_public_quotation"),
]
