"""Sending a document as an electronic invoice, once."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.invoicing import delivering, electronic
from comptoir.invoicing.einvoice import transports
from comptoir.invoicing.models import Delivery
from comptoir.invoicing.papers import Paper, refuse_unsendable
from comptoir.invoicing.refusals import AlreadyDelivered, NotBooked, NotDeliverable, SentElsewhere
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.mails import words
from comptoir.web.mails.forms import ElectronicForm
from comptoir.web.mails.sending import CREDIT_NOTES, INVOICES
from comptoir.web.toasts import toast


def where() -> str:
    """Where electronic invoices leave to; empty when there is no way out."""
    url: str = settings.EINVOICE_URL
    return url


@require_http_methods(["GET", "POST"])
def invoice(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say to which address an invoice goes; send it."""
    return _send(request, own(request, INVOICES, id))


@require_http_methods(["GET", "POST"])
def credit_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say to which address a credit note goes; send it."""
    return _send(request, own(request, CREDIT_NOTES, id))


def _send(request: HttpRequest, document: Paper) -> HttpResponse:
    require(request.user, Right.INVOICES)
    if not where():
        raise Http404
    form = ElectronicForm(request.POST if request.method == "POST" else None, initial={"id": new_id()})
    faults: tuple[str, ...] = ()
    letter = None
    try:
        if form.is_valid():
            words.say(request, _sent(request, document, form.cleaned_data["id"]))
            return go(request, url_of(document))
        refuse_unsendable(document)
        letter = electronic.prepare(document)
    except NotDeliverable as refusal:
        faults = refusal.faults
    except (AlreadyDelivered, NotBooked, SentElsewhere) as refusal:
        toast(request, words.sentence(refusal), warning=True)
        return go(request, url_of(document))
    title = _("Send %(number)s as an electronic invoice") % {"number": document}
    context: dict[str, Any] = {"form": form, "document": document, "customer": document.customer, "title": title}
    context |= {"page_url": url_of(document), "letter": letter, "faults": faults}
    status = 422 if request.method == "POST" else 200
    return dialog(request, "mails/send_electronically.html", context, title=title, status=status)


def _sent(request: HttpRequest, document: Paper, id: UUID) -> Delivery:
    return delivering.send_electronically(
        document, id=id, by=request.user, at=now(request), transport=transports.electronic(where())
    )
