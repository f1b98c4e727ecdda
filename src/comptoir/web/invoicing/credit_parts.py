"""Crediting a part of an invoice: what is left of it, line by line."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.invoicing import crediting, numbering
from comptoir.invoicing.models import CreditNote, Invoice
from comptoir.invoicing.numbering import Document
from comptoir.invoicing.refusals import NothingTakenBack, NothingToCredit, Refusal
from comptoir.invoicing.remainder import Remainder, remainder_of
from comptoir.web import speech
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.invoicing import words
from comptoir.web.invoicing.credit_lines import CreditedLineForm, credited_lines_form, lines_in
from comptoir.web.invoicing.forms import PartialCreditForm
from comptoir.web.links import url_of
from comptoir.web.sent import id_in
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def credit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Choose of each line how much is taken back; see what that comes to; credit it."""
    invoice = _one(request, id)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and (there := _made_before(request, invoice)):
        return go(request, url_of(there))
    remainder = remainder_of(invoice) if not invoice.is_draft else None
    if remainder is None or remainder.total <= 0:
        toast(
            request, words.TOLD_TWICE[NothingToCredit](invoice) if remainder else _("This is a draft. Book it first.")
        )
        return go(request, url_of(invoice))
    form = PartialCreditForm(sent, today=today(request), initial={"on": today(request), "left": remainder.total})
    rows = credited_lines_form(sent, remainder, currency=invoice.currency)
    readable = all([form.is_valid(), *(row.is_valid() for row in rows)])
    if sent is not None and _changed_meanwhile(form, remainder, invoice):
        return _page(request, invoice, form, rows, remainder, status=409)
    if sent is not None and readable:
        try:
            note = crediting.credit_partially(
                invoice,
                lines=lines_in(rows),
                on=form.cleaned_data["on"],
                by=request.user,
                at=now(request),
                id=id_in(request),
            )
        except CreditNote.DoesNotExist:
            raise Http404 from None
        except Refusal as refusal:
            form.add_error("on" if words.is_about_the_day(refusal) else None, words.sentence(refusal))
        else:
            toast(request, _credited(note))
            return go(request, url_of(invoice))
    return _page(request, invoice, form, rows, remainder, status=200 if sent is None else 422)


@require_POST
def totals(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the rows come to as they stand in the form, computed where the note will be."""
    invoice = _one(request, id)
    remainder = remainder_of(invoice)
    rows = credited_lines_form(request.POST, remainder, currency=invoice.currency)
    context = {"invoice": invoice, "rows": rows, "swapped": True, **_comes_to(invoice, rows)}
    return render(request, "invoicing/_credit_totals.html", context)


def _one(request: HttpRequest, id: UUID) -> Invoice:
    invoice = own(request, Invoice.objects.select_related("customer", "department", "account"), id)
    require(request.user, Right.INVOICES)
    return invoice


def _made_before(request: HttpRequest, invoice: Invoice) -> CreditNote | None:
    """The note that this very form has made already."""
    id = id_in(request)
    made: CreditNote | None = invoice.credit_notes.filter(pk=id).first() if id else None
    if made:
        toast(request, _credited(made))
    return made


def _changed_meanwhile(form: PartialCreditForm, remainder: Remainder, invoice: Invoice) -> bool:
    """Somebody else credited a part since the form was shown: say what is left, and let it be looked at again."""
    if form.cleaned_data.get("left") == remainder.total:
        return False
    left = speech.money(remainder.total, invoice.currency)
    form.add_error(None, _("Meanwhile a part was credited: %(left)s is left. Please look again.") % {"left": left})
    form.data = {**form.data, "on": form["on"].value(), "left": str(remainder.total)}
    return True


def _comes_to(invoice: Invoice, rows: list[CreditedLineForm]) -> dict[str, Any]:
    """The totals of the note, and what is due after it or why there can be none."""
    try:
        comes_to = crediting.comes_to(invoice, lines_in(rows))
    except NothingTakenBack:
        return {"due_after": invoice.due}
    except Refusal as refusal:
        return {"refused": words.sentence(refusal), "due_after": invoice.due}
    due = invoice.due - comes_to.tax_inclusive
    return {"comes_to": comes_to, "due_after": max(due, Decimal(0)), "owed_back": max(-due, Decimal(0))}


def _credited(note: CreditNote) -> str:
    facts = {
        "total": speech.money(note.tax_inclusive, note.currency),
        "number": note.invoice.invoice_number,
        "note": note.credit_note_number,
    }
    return _("%(total)s of invoice %(number)s credited with %(note)s.") % facts


def _page(
    request: HttpRequest,
    invoice: Invoice,
    form: PartialCreditForm,
    rows: list[CreditedLineForm],
    remainder: Remainder,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "invoice": invoice,
        "customer": invoice.customer,
        "form": form,
        "rows": rows,
        "remainder": remainder,
        "id": request.POST.get("id") or new_id(),
        "number": numbering.peek(invoice.department, Document.CREDIT_NOTE, on=today(request)),
        "any_faults": bool(form.errors) or any(row.errors for row in rows),
        **_comes_to(invoice, rows),
    }
    return render(request, "invoicing/credit_part.html", context, status=status)
