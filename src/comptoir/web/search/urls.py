"""The address of the search."""

from django.urls import path

from comptoir.web.search.page import page

urlpatterns = [path("", page, name="search")]
