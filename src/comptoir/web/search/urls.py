"""The addresses of the search."""

from django.urls import path

from comptoir.web.search.page import page, suggestions

urlpatterns = [
    path("", page, name="search"),
    path("suggestions/", suggestions, name="search_suggestions"),
]
