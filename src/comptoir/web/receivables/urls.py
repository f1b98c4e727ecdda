"""The address of the receivables."""

from django.urls import path

from comptoir.web.receivables import views

urlpatterns = [path("", views.receivables, name="receivables")]
