"""The list of payments."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.invoicing.models import Payment
from comptoir.web import paging


def payments(request: HttpRequest) -> HttpResponse:
    """The money that came in, the latest first."""
    rows = found(request).select_related("invoice__customer", "registered_by")
    page = paging.page(request, rows, sorts={"paid": "paid_on"}, default="-paid")
    return render(request, "invoicing/payments.html", {"page": page, "q": _words(request)})


def found(request: HttpRequest) -> "QuerySet[Any]":
    """Those that the address asks for, by invoice, reference or customer: shown on the list, and exported."""
    ours, words = Payment.objects.of(request.user.account), _words(request)
    if not words:
        return ours
    on_it = Q(invoice__invoice_number__icontains=words) | Q(invoice__payment_reference__icontains=words)
    return ours.filter(on_it | Q(invoice__customer__name__icontains=words))


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()
