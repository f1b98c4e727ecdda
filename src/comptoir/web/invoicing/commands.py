"""What is done to an invoice: book, pay, put on hold, release, credit. Each asks in a dialog and says what will happen."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.core.terms import due_on
from comptoir.invoicing import booking, crediting, holds, numbering, payments
from comptoir.invoicing.holds import AlreadySettled
from comptoir.invoicing.many_holds import release_all
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.numbering import Document
from comptoir.invoicing.papers import addresses_of
from comptoir.invoicing.refusals import AlreadyBooked, NothingDue, NothingToCredit, PaidInTheFuture, Refusal
from comptoir.invoicing.reminding import NextReminder, next_reminders, next_run_on
from comptoir.web.answers import back, dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.invoicing import words
from comptoir.web.invoicing.einvoice import faults_shown
from comptoir.web.invoicing.forms import BookingForm, CreditForm, HoldForm, PaymentForm
from comptoir.web.lifecycle.words import was_leaving
from comptoir.web.links import url_of
from comptoir.web.mails.sending import send_at_once
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show number, dates and what follows; book, and send it where that was asked."""
    invoice = _one(request, id)
    form = BookingForm(_answer(request), today=today(request), initial={"on": _on(request)})
    if request.method == "POST" and form.is_valid():
        try:
            booked = booking.book(invoice, by=request.user, at=now(request), on=form.cleaned_data["on"])
        except Refusal as refusal:
            if done := _done_already(request, invoice, refusal):
                return done
            form.add_error("on" if hasattr(refusal, "last_date") else None, words.sentence(refusal))
        else:
            toast(request, words.booked(booked))
            if "send" in request.POST:
                send_at_once(request, booked)
            return go(request, url_of(booked))
    elif not invoice.is_draft:
        toast(request, words.TOLD_TWICE[AlreadyBooked](invoice))
        return go(request, url_of(invoice))
    on = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else _on(request)
    context = {
        "number": numbering.peek(invoice.department, Document.INVOICE, on=on),
        "on": on,
        "due_on": due_on(on, invoice.payment_term, invoice.payment_days),
        "has_lines": invoice.lines.exists(),
        **faults_shown(request, invoice),
        "send_to": addresses_of(invoice),
    }
    title = _("Book the invoice for %(name)s") % {"name": invoice.customer.name}
    return _dialog(request, "invoicing/book.html", invoice, form, title=title, **context)


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, id: UUID) -> HttpResponse:
    """Register a payment; the form comes filled in with all that is due, today."""
    invoice = _one(request, id)
    initial = {"amount": invoice.due, "paid_on": today(request), "method": "bank_transfer", "request_key": uuid4()}
    form = PaymentForm(_answer(request), today=today(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            payments.register(invoice, by=request.user, at=now(request), **form.cleaned_data)
        except Refusal as refusal:
            if done := _done_already(request, invoice, refusal):
                return done
            form.add_error("paid_on" if isinstance(refusal, PaidInTheFuture) else "amount", words.sentence(refusal))
        else:
            invoice.refresh_from_db()
            toast(request, words.paid(invoice))
            return back(request, url_of(invoice))
    elif not form.is_bound and invoice.due <= 0:
        toast(request, words.TOLD_TWICE[NothingDue](invoice))
        return go(request, url_of(invoice))
    title = _("Register a payment for %(number)s") % {"number": words.called(invoice)}
    return _dialog(request, "invoicing/pay.html", invoice, form, title=title, following=_following(request, invoice))


@require_http_methods(["GET", "POST"])
def remove_payment(request: HttpRequest, id: UUID, payment_id: UUID) -> HttpResponse:
    """Say what is due again, then remove a payment that was registered by mistake."""
    invoice = _one(request, id)
    payment = invoice.payments.filter(pk=payment_id).first()
    if payment is None:
        toast(request, _("This payment has already been removed."))
        return go(request, url_of(invoice))
    if request.method == "POST":
        toast(request, words.payment_removed(payments.remove(payment, by=request.user, at=now(request))))
        return go(request, url_of(invoice))
    context = {
        "invoice": invoice,
        "customer": invoice.customer,
        "payment": payment,
        "due_after": invoice.due + payment.amount,
        "page_url": url_of(invoice),
    }
    title = _("Remove a payment of %(number)s") % {"number": words.called(invoice)}
    return dialog(request, "invoicing/remove_payment.html", context, title=title)


@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say which reminder will not leave; put on hold."""
    invoice = _one(request, id)
    form = HoldForm(_answer(request), today=today(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = holds.put_on_hold(invoice, by=request.user, at=now(request), **form.cleaned_data)
        except AlreadySettled as settled:
            toast(request, str(settled), warning=True)
            return go(request, url_of(invoice))
        toast(request, words.held(done.invoice))
        if done.leaving:
            toast(request, was_leaving(done.leaving), warning=True)
        return back(request, url_of(invoice))
    if not form.is_bound and (invoice.is_settled or invoice.is_on_hold):
        toast(request, words.held(invoice) if invoice.is_on_hold else str(AlreadySettled()))
        return go(request, url_of(invoice))
    title = _("Put %(number)s on hold") % {"number": words.called(invoice)}
    return _dialog(request, "invoicing/hold.html", invoice, form, title=title, following=_following(request, invoice))


@require_POST
def release(request: HttpRequest, id: UUID) -> HttpResponse:
    """Mark one invoice as no longer on hold."""
    released = holds.release(_one(request, id), by=request.user, at=now(request))
    toast(request, words.released(released, _following(request, released)))
    return back(request, url_of(released))


@require_POST
def release_selection(request: HttpRequest) -> HttpResponse:
    """Mark a selection as no longer on hold, all or none; one of another account answers like a missing one."""
    require(request.user, Right.INVOICES)
    ids = _ids(request.POST.getlist("only") or request.POST.getlist("id"))
    account = request.user.account
    if Invoice.objects.of(account).filter(pk__in=ids).count() != len(ids):
        raise Http404
    count = sum(release_all(ids, account=account, by=request.user, at=now(request)).values())
    toast(request, words.released_selection(count) if ids else _("Tick at least one invoice first."), warning=not ids)
    return back(request, reverse("invoices"))


@require_http_methods(["GET", "POST"])
def credit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Name what a credit note does; make it."""
    invoice = _one(request, id)
    form = CreditForm(_answer(request), today=today(request), initial={"on": today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            note = crediting.credit(invoice, by=request.user, at=now(request), on=form.cleaned_data["on"])
        except Refusal as refusal:
            if done := _done_already(request, invoice, refusal):
                return done
            form.add_error("on" if words.is_about_the_day(refusal) else None, words.sentence(refusal))
        else:
            facts = {"number": invoice.invoice_number, "note": note.credit_note_number}
            toast(request, _("Invoice %(number)s credited with %(note)s.") % facts)
            return go(request, url_of(invoice))
    elif not form.is_bound and not may_credit(invoice):
        toast(request, words.TOLD_TWICE[NothingToCredit](invoice))
        return go(request, url_of(invoice))
    on = today(request)
    context = {
        "number": numbering.peek(invoice.department, Document.CREDIT_NOTE, on=on),
        "left": invoice.tax_inclusive - invoice.credited_amount,
        "has_lines": invoice.lines.exists(),
    }
    title = _("Credit %(number)s") % {"number": words.called(invoice)}
    return _dialog(request, "invoicing/credit.html", invoice, form, title=title, **context)


def may_credit(invoice: Invoice) -> bool:
    """Something of it can be taken back."""
    return not invoice.is_draft and invoice.tax_inclusive > invoice.credited_amount


def _one(request: HttpRequest, id: UUID) -> Invoice:
    """The invoice among the account's, for somebody who may change it."""
    invoice = own(request, Invoice.objects.select_related("customer", "department", "account", "held_by"), id)
    require(request.user, Right.INVOICES)
    return invoice


def _ids(texts: list[str]) -> set[UUID]:
    try:
        return {UUID(text) for text in texts}
    except ValueError:
        raise Http404 from None


def _answer(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _on(request: HttpRequest) -> dt.date:
    """The day that the booking dialog is asked about; today unless it is a sensible one."""
    form = BookingForm(request.GET or None, today=today(request))
    return form.cleaned_data["on"] if form.is_valid() else today(request)


def _following(request: HttpRequest, invoice: Invoice) -> NextReminder | None:
    return next_reminders([invoice], on=next_run_on(invoice.account, at=now(request)))[invoice.pk]


def _done_already(request: HttpRequest, invoice: Invoice, refusal: Refusal) -> HttpResponse | None:
    """A second click, or somebody who was faster: say so, and show the invoice as it is."""
    if type(refusal) not in words.TOLD_TWICE:
        return None
    invoice.refresh_from_db()
    toast(request, words.TOLD_TWICE[type(refusal)](invoice))
    return go(request, url_of(invoice))


def _dialog(
    request: HttpRequest, template: str, invoice: Invoice, form: Any, *, title: str, **context: Any
) -> HttpResponse:
    context |= {"invoice": invoice, "customer": invoice.customer, "form": form, "page_url": url_of(invoice)}
    return dialog(request, template, context, title=title, status=422 if form.errors else 200)
