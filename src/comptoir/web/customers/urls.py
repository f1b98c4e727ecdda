"""The addresses of customers: contacts and companies have the same pages under their own words."""

from django.urls import URLPattern, path

from comptoir.customers.models import Kind
from comptoir.web.customers import deletion, editing, links, overview, page, picker


def _pages_of(kind: str, word: str) -> list[URLPattern]:
    its = {"kind": kind}
    return [
        path(f"{word}/", overview.overview, its, name=word),
        path(f"{word}/new/", editing.add, its, name=f"add_{kind}"),
        path(f"{word}/<uuid:id>/", page.page, its, name=kind),
        path(f"{word}/<uuid:id>/edit/", editing.edit, its, name=f"edit_{kind}"),
        path(f"{word}/<uuid:id>/delete/", deletion.delete, its, name=f"delete_{kind}"),
        path(f"{word}/<uuid:id>/links/new/", links.link, its, name=f"link_{kind}"),
        path(f"{word}/<uuid:id>/links/<uuid:link_id>/", links.update_link, its, name=f"update_link_of_{kind}"),
        path(f"{word}/<uuid:id>/links/<uuid:link_id>/remove/", links.unlink, its, name=f"unlink_{kind}"),
    ]


urlpatterns: list[URLPattern] = [
    *_pages_of(Kind.CONTACT, "contacts"),
    *_pages_of(Kind.COMPANY, "companies"),
    path("customers/pick/", picker.pick, name="pick_customer"),
    path("customers/pick/<uuid:id>/notice/", picker.notice, name="picked_customer_notice"),
]
