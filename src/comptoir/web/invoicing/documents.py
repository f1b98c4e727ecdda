"""Invoices, credit notes and reminders as PDFs, as the customer gets them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from comptoir.core.mail import Letter
from comptoir.invoicing import documents
from comptoir.invoicing.attachments import pdf_of
from comptoir.invoicing.late_costs import LateCosts
from comptoir.invoicing.models import CreditNote, Invoice, Reminder
from comptoir.web.answers import pdf
from comptoir.web.find import own


@require_GET
def invoice(request: HttpRequest, id: UUID) -> HttpResponse:
    """An invoice; a draft is marked as one."""
    found = own(request, Invoice.objects.select_related("customer", "department"), id)
    return pdf(pdf_of(found), name=documents.file_name(found))


@require_GET
def credit_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """A credit note."""
    found = own(request, CreditNote.objects.select_related("customer", "department", "invoice"), id)
    return pdf(pdf_of(found), name=documents.file_name(found))


@require_GET
def reminder(request: HttpRequest, id: UUID) -> HttpResponse:
    """A reminder as a letter, once it has been written; before, there is none."""
    known = ("account", "invoice", "invoice__customer", "invoice__department")
    found = own(request, Reminder.objects.select_related(*known), id)
    if not found.body or found.claimed_at is None:
        raise Http404
    language = found.invoice.customer.language
    content = documents.reminder_pdf(
        found.invoice,
        letter=Letter(found.subject, found.body),
        language=language,
        due=found.amount_due,
        late_costs=LateCosts(found.late_interest, found.late_fixed_cost),
        on=found.account.day(found.claimed_at),
    )
    return pdf(content, name=documents.reminder_file_name(found.invoice, language=language))
