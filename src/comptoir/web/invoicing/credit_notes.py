"""The list of credit notes."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.invoicing.models import CreditNote
from comptoir.web import paging
from comptoir.web.invoicing.credit_drafts import drafts_of


def credit_notes(request: HttpRequest) -> HttpResponse:
    """The account's credit notes, the latest first."""
    rows = found(request).select_related("customer", "invoice")
    page = paging.page(request, rows, sorts={"date": "credit_note_date"}, default="-date")
    context = {"page": page, "q": _words(request), "credit_drafts": drafts_of(request)}
    return render(request, "invoicing/credit_notes.html", context)


def found(request: HttpRequest) -> "QuerySet[Any]":
    """Those that the address asks for, by number, customer or credited invoice: shown on the list, and exported."""
    ours, words = CreditNote.objects.of(request.user.account), _words(request)
    if not words:
        return ours
    named = Q(credit_note_number__icontains=words) | Q(invoicee_name__icontains=words)
    return ours.filter(named | Q(customer__name__icontains=words) | Q(invoice__invoice_number__icontains=words))


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()
