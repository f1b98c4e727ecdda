"""The addresses of everything: log-in (allauth), then Comptoir's own pages."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls")), path("", include("comptoir.web.urls"))]
