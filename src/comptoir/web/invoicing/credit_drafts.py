"""What is done to a prepared credit note: booked, changed, discarded."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.invoicing import credit_drafts, numbering
from comptoir.invoicing.models import CreditDraft, CreditNote
from comptoir.invoicing.numbering import Document
from comptoir.invoicing.refusals import Refusal
from comptoir.invoicing.remainder import remainder_of
from comptoir.web import speech
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.invoicing import words
from comptoir.web.invoicing.credit_lines import credited_lines_form, lines_in
from comptoir.web.invoicing.forms import CreditForm
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say which number it gets; book it. Whoever comes second is led to the credit note that it became."""
    require(request.user, Right.INVOICES)
    if booked := CreditNote.objects.of(request.user.account).filter(pk=id).first():
        return go(request, url_of(booked))
    draft = _one(request, id)
    sent = request.POST if request.method == "POST" else None
    form = CreditForm(sent, today=today(request), initial={"on": today(request)})
    if sent is not None and form.is_valid():
        try:
            note = credit_drafts.book(draft, by=request.user, at=now(request), on=form.cleaned_data["on"])
        except Refusal as refusal:
            form.add_error("on" if words.is_about_the_day(refusal) else None, words.sentence(refusal))
        else:
            toast(request, _("Credit note %(number)s is booked.") % {"number": note.credit_note_number})
            return go(request, url_of(note))
    number = numbering.peek(draft.invoice.department, Document.CREDIT_NOTE, on=today(request))
    context = _context(draft) | {"form": form, "number": number}
    status = 200 if sent is None else 422
    return dialog(request, "invoicing/credit_draft_book.html", context, title=_("Book the credit note"), status=status)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask; throw it away."""
    require(request.user, Right.INVOICES)
    draft = _one(request, id)
    if request.method == "GET":
        title = _("Discard the prepared credit note")
        return dialog(request, "invoicing/credit_draft_discard.html", _context(draft), title=title)
    credit_drafts.discard(draft, by=request.user, at=now(request))
    toast(request, _("The prepared credit note is discarded."))
    return go(request, url_of(draft.invoice))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change of each line how much it takes back; the form of crediting a part, filled in."""
    require(request.user, Right.INVOICES)
    draft = _one(request, id)
    sent = request.POST if request.method == "POST" else None
    rows = credited_lines_form(sent, remainder_of(draft.invoice), currency=draft.invoice.currency)
    said = {line.invoice_line: line for line in credit_drafts.lines_of(draft)}
    for row in rows:
        if line := said.get(row.left.invoice_line):
            row.initial.update(quantity=line.quantity, unit_price=line.unit_price)
    faults = [error for row in rows for errors in row.errors.values() for error in errors]
    if sent is not None and not faults:
        try:
            credit_drafts.edit(draft, lines=lines_in(rows), by=request.user, at=now(request))
        except Refusal as refusal:
            faults = [words.sentence(refusal)]
        else:
            toast(request, _("The prepared credit note is saved. It counts only once it is booked."))
            return go(request, url_of(draft.invoice))
    context = _context(draft) | {"rows": rows, "faults": faults}
    return render(request, "invoicing/credit_draft_edit.html", context, status=200 if sent is None else 422)


def drafts_of(request: HttpRequest) -> "QuerySet[Any]":
    """The account's prepared credit notes, the newest first."""
    return CreditDraft.objects.of(request.user.account).select_related("invoice__customer")


def _one(request: HttpRequest, id: UUID) -> CreditDraft:
    rows = CreditDraft.objects.select_related("account", "invoice__customer", "invoice__department", "invoice__account")
    return own(request, rows, id)


def _context(draft: CreditDraft) -> dict[str, Any]:
    total = speech.money(draft.tax_inclusive, draft.invoice.currency)
    return {"draft": draft, "invoice": draft.invoice, "customer": draft.invoice.customer, "total": total}
