"""Notes and files on the pages of a customer and of a deal.

`notes_of_customer`, `notes_of_deal` go with `dossier/_notes.html`; `files_of_customer`, `files_of_deal` with
`dossier/_files.html`. Each gives all that its template needs, `page` among it. Both templates stand in a container of
their own (`#notes`, `#files`) that htmx replaces in place, together with the timeline and the tabs of the page. They lead
back to the page of the customer or the deal with `?tab=notes` and `?tab=files`.
"""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.dossier.kinds import BY_ENDING, BY_MIME_TYPE
from comptoir.dossier.models import File, Note
from comptoir.dossier.notes import may_change
from comptoir.web import paging
from comptoir.web.dossier.forms import NewNoteForm
from comptoir.web.dossier.refused import refused_files
from comptoir.web.links import url_of

PAGE = 25


def notes_of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The notes about a customer, those about its deals too, newest first, and the form for another."""
    return _notes(
        request, customer.notes.select_related("by", "deal"), asked=f"customer={customer.pk}", names_deals=True
    )


def notes_of_deal(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """The notes about a deal, newest first, and the form for another."""
    return _notes(request, deal.notes.select_related("by"), asked=f"deal={deal.pk}")


def files_of_customer(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The files of a customer, those of its deals too, newest first, and the form for more."""
    rows = customer.files.select_related("uploaded_by", "deal")
    return _files(request, rows, asked=f"customer={customer.pk}", home=files_url(customer), names_deals=True)


def files_of_deal(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """The files of a deal, newest first, and the form for more."""
    return _files(request, deal.files.select_related("uploaded_by"), asked=f"deal={deal.pk}", home=files_url(deal))


def notes_url(owner: Customer | Deal) -> str:
    """Where the notes about a customer or a deal stand."""
    return f"{url_of(owner)}?tab=notes"


def files_url(owner: Customer | Deal) -> str:
    """Where the files of a customer or a deal stand."""
    return f"{url_of(owner)}?tab=files"


def limits() -> dict[str, Any]:
    """What the form for files says and checks before anything is sent."""
    return {
        "max_file_mb": settings.MAX_FILE_MB,
        "max_upload_mb": settings.MAX_UPLOAD_MB,
        "accept": ",".join(f".{ending}" for ending in BY_ENDING),
    }


def _notes(request: HttpRequest, rows: QuerySet[Note], *, asked: str, names_deals: bool = False) -> dict[str, Any]:
    page = paging.page(request, rows, sorts={"added": "added_at"}, default="-added", size=PAGE)
    for note in page.rows:
        note.may_change = may_change(note, by=request.user)
    form = NewNoteForm(initial={"request_key": new_id()})
    return {"page": page, "asked": asked, "form": form, "names_deals": names_deals}


def _files(
    request: HttpRequest, rows: QuerySet[File], *, asked: str, home: str, names_deals: bool = False
) -> dict[str, Any]:
    page = paging.page(request, rows, sorts={"updated": "updated_at"}, default="-updated", size=PAGE)
    for file in page.rows:
        file.opens = BY_MIME_TYPE[file.mime_type].opens_in_browser
    refused = refused_files(request, home)
    its = {"page": page, "asked": asked, "request_key": new_id(), "refused": refused, "names_deals": names_deals}
    return its | limits()
