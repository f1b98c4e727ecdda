"""The page of a quotation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.quotations.models import Quotation
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.find import own


def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was offered, how it stands, and what came of it."""
    known = Quotation.objects.select_related("account", "customer", "deal", "department", "invoice", "answered_by")
    quotation = own(request, known, id)
    context = {
        "quotation": quotation,
        "customer": quotation.customer,
        "lines": quotation.lines.select_related("tax_rate"),
        "today": today(request),
        **activities.of_subject(request, quotation),
    }
    return render(request, "quotations/page.html", context)
