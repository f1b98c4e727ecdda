"""The page of an invoice, and that of a credit note."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.invoicing import deletion
from comptoir.invoicing.models import CreditNote, Invoice, Reminder
from comptoir.invoicing.reminding import next_reminders, next_run_on
from comptoir.web.activities import parts as activities
from comptoir.web.clock import now, today
from comptoir.web.custom_fields import parts as custom_fields
from comptoir.web.find import own
from comptoir.web.invoicing.content import content_of
from comptoir.web.invoicing.einvoice import faults_shown
from comptoir.web.mails import parts as mails


def invoice(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who owes what until when, what happens next, and everything it consists of."""
    found = own(request, Invoice.objects.select_related("customer", "department", "account", "held_by"), id)
    following = next_reminders([found], on=next_run_on(found.account, at=now(request)))[found.pk]
    reminders = list(found.reminders.select_related("step").order_by("-queued_at", "-id"))
    context = {
        "invoice": found,
        "customer": found.customer,
        "today": today(request),
        "days_overdue": found.days_overdue(on=today(request)),
        "following": following,
        **content_of(found, language=found.customer.language or found.account.language),
        "payments": list(found.payments.select_related("registered_by")),
        "credit_notes": found.credit_notes.all(),
        "credit_drafts": found.credit_drafts.select_related("invoice__customer"),
        "reminders": reminders,
        "deletable": not found.is_draft and deletion.obstacle(found) is None,
        "is_leaving": any(reminder.state == Reminder.State.LEAVING for reminder in reminders),
        "owed_back": -found.due if found.due < 0 else None,
        **faults_shown(request, found),
        **mails.of_document(found),
        **custom_fields.of_record(found.account, "invoice", found.pk),
        **activities.of_invoice(request, found),
    }
    return render(request, "invoicing/invoice.html", context)


def credit_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was taken back of an invoice."""
    found = own(request, CreditNote.objects.select_related("customer", "department", "invoice"), id)
    context = {
        "note": found,
        "customer": found.customer,
        **content_of(found, language=request.user.language),
        "deletable": deletion.obstacle(found) is None,
        **faults_shown(request, found),
        **mails.of_document(found),
    }
    return render(request, "invoicing/credit_note.html", context)
