"""The page of an invoice, and that of a credit note."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.invoicing import deletion, totals
from comptoir.invoicing.mentions import with_mentions
from comptoir.invoicing.models import CreditNote, Invoice, InvoiceLine
from comptoir.invoicing.reminding import next_reminders, next_run_on
from comptoir.web.activities import parts as activities
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.invoicing.einvoice import faults_shown
from comptoir.web.mails import parts as mails


def invoice(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who owes what until when, what happens next, and everything it consists of."""
    found = own(request, Invoice.objects.select_related("customer", "department", "account", "held_by"), id)
    lines = list(found.lines.select_related("tax_rate"))
    following = next_reminders([found], on=next_run_on(found.account, at=now(request)))[found.pk]
    context = {
        "invoice": found,
        "customer": found.customer,
        "today": today(request),
        "days_overdue": found.days_overdue(on=today(request)),
        "following": following,
        "lines": lines,
        "computed": totals.compute(lines, found.currency, totals.Discount.all_of(found.discounts)),
        "taxes": _taxes(found, lines),
        "payments": list(found.payments.select_related("registered_by")),
        "credit_notes": found.credit_notes.all(),
        "reminders": found.reminders.select_related("step").order_by("-queued_at", "-id"),
        "deletable": not found.is_draft and deletion.obstacle(found) is None,
        "owed_back": -found.due if found.due < 0 else None,
        **faults_shown(request, found),
        **mails.of_document(found),
        **activities.of_invoice(request, found),
    }
    return render(request, "invoicing/invoice.html", context)


def credit_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was taken back of an invoice."""
    found = own(request, CreditNote.objects.select_related("customer", "department", "invoice"), id)
    lines = list(found.lines.select_related("tax_rate"))
    context = {
        "note": found,
        "customer": found.customer,
        "lines": lines,
        "computed": totals.compute(lines, found.currency, totals.Discount.all_of(found.discounts)),
        "deletable": deletion.obstacle(found) is None,
        **faults_shown(request, found),
        **mails.of_document(found),
    }
    return render(request, "invoicing/credit_note.html", context)


def _taxes(invoice: Invoice, lines: list[InvoiceLine]) -> list[dict[str, str]]:
    """Its VAT, of a draft with the mentions that booking will give it."""
    if not invoice.is_draft:
        return invoice.taxes
    return with_mentions(invoice.taxes, [line.tax_rate for line in lines], language=invoice.customer.language)
