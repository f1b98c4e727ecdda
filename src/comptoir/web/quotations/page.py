"""The page of a quotation, and its document."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comptoir.quotations import document
from comptoir.quotations.links import public_url
from comptoir.quotations.models import Quotation
from comptoir.quotations.starting import offers_of
from comptoir.web.activities import parts as activities
from comptoir.web.answers import pdf
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.quotations import sums
from comptoir.web.quotations.sending import sendings_of

KNOWN = ("account", "customer", "deal", "deal__responsible_user", "department", "invoice", "answered_by")


def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was offered, how it stands, and what came of it."""
    quotation = own(request, Quotation.objects.select_related(*KNOWN), id)
    on = today(request)
    context = {
        "quotation": quotation,
        "customer": quotation.customer,
        "public_url": public_url(quotation),
        "lines": quotation.lines.select_related("tax_rate"),
        "sums": sums.of_quotation(quotation),
        "sendings": sendings_of(quotation, at=now(request)),
        "today": on,
        "is_expired": quotation.is_expired(on=on),
        "can_be_accepted": quotation.can_be_accepted(on=on),
        **_followed_by(quotation),
        **activities.of_subject(request, quotation),
    }
    return render(request, "quotations/page.html", context)


@require_GET
def document_of(request: HttpRequest, id: UUID) -> HttpResponse:
    """The quotation as a PDF, as the customer gets it."""
    quotation = own(request, Quotation.objects.select_related(*KNOWN), id)
    return pdf(document.pdf(quotation), name=document.file_name(quotation))


def _followed_by(quotation: Quotation) -> dict[str, Any]:
    """What an acceptance led to, and what is still to be begun."""
    if not quotation.is_accepted:
        return {"accepted_instead": quotation.deal.quotations.accepted().first()}
    return {"offers": offers_of(quotation), "started": list(quotation.started.select_related("subscription"))}
