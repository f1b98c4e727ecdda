"""Electronic invoices: their download, and what receivers would refuse in them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.accounts.rights import Right
from comptoir.invoicing import documents
from comptoir.invoicing.einvoice import checking, names
from comptoir.invoicing.einvoice.checking import Fault, Where
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.web.find import own

_FIELDS = {"country": "primary_country", "line_1": "primary_line_1"}
"""Fields of a customer that its form calls otherwise."""


@dataclass(frozen=True)
class ShownFault:
    """A fault in words, and the link to what mends it for those who may."""

    sentence: str
    url: str = ""
    label: str = ""


@require_safe
def invoice_ubl(request: HttpRequest, id: UUID) -> HttpResponse:
    """The electronic invoice of an invoice that was booked here."""
    found = own(request, Invoice.objects.select_related("customer", "department"), id)
    if found.is_draft or found.imported_at:
        raise Http404
    return _download(found)


@require_safe
def credit_note_ubl(request: HttpRequest, id: UUID) -> HttpResponse:
    """The electronic credit note."""
    return _download(own(request, CreditNote.objects.select_related("customer", "department", "invoice"), id))


def faults_shown(request: HttpRequest, document: Invoice | CreditNote) -> dict[str, Any]:
    """What stands in the way of sending `document` electronically, where one would: for `invoicing/_faults.html`.

    Nothing about what is settled, and about invoices that were booked elsewhere.
    """
    if isinstance(document, Invoice) and (document.is_settled or document.imported_at):
        return {}
    if not checking.is_expected(document.customer):
        return {}
    found = checking.faults(document)
    is_draft = isinstance(document, Invoice) and document.is_draft
    return {
        "faults": [_shown(request, fault, document, is_draft=is_draft) for fault in found],
        "faults_are_booked": not is_draft and any(fault.is_content for fault in found),
    }


def _download(document: Invoice | CreditNote) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=names.file_name(document)) or ""
    content = ubl(document, pdf=documents.pdf(document), name=documents.file_name(document))
    return HttpResponse(content, content_type="application/xml", headers={"Content-Disposition": disposition})


def _shown(request: HttpRequest, fault: Fault, document: Invoice | CreditNote, *, is_draft: bool) -> ShownFault:
    may, customer, department = request.user.may, document.customer, document.department
    if fault.where == Where.CUSTOMER and may(Right.CUSTOMERS):
        url = reverse(f"edit_{customer.kind}", args=[customer.pk]) + f"#id_{_FIELDS.get(fault.field, fault.field)}"
        return ShownFault(fault.sentence, url, _("Edit the customer"))
    if fault.where == Where.DEPARTMENT and may(Right.SETTINGS):
        url = reverse("department", args=[department.pk]) + f"#id_{fault.field}"
        return ShownFault(fault.sentence, url, _("Edit the department"))
    if fault.where == Where.DRAFT and is_draft and may(Right.INVOICES):
        return ShownFault(fault.sentence, reverse("invoice_edit", args=[document.pk]), _("Edit the draft"))
    return ShownFault(fault.sentence)
