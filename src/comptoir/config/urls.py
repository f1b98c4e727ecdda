"""The addresses of everything: the log-in, then Comptoir's own pages."""

from django.urls import include, path

urlpatterns = [path("", include("comptoir.web.entrance.urls")), path("", include("comptoir.web.urls"))]
