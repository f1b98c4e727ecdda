"""The addresses of products."""

from django.urls import path

from comptoir.web.products import pages

urlpatterns = [
    path("", pages.overview, name="products"),
    path("new/", pages.new, name="product_new"),
    path("<uuid:id>/edit/", pages.edit, name="product_edit"),
    path("<uuid:id>/archive/", pages.archive, name="product_archive"),
    path("<uuid:id>/restore/", pages.restore, name="product_restore"),
]
