"""The dialogs about a quotation."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from comptoir.quotations.models import Quotation
from comptoir.web.answers import dialog
from comptoir.web.links import url_of

STYLES = "comptoir/quotations.css"


def ask(
    request: HttpRequest, what: str, quotation: Quotation, *, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Ask in the dialog `what`: with status 422 what was at fault, with 409 what changed meanwhile."""
    context |= {"quotation": quotation, "customer": quotation.customer, "page_url": url_of(quotation)}
    context |= {"changed": status == 409, "seen": quotation.updated_at.isoformat()}
    return dialog(request, f"quotations/{what}.html", context, title=title, status=status, styles=STYLES)
