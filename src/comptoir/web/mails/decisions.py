"""What became of a delivery, told by a person."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.invoicing import delivery_decisions
from comptoir.invoicing.models import Delivery
from comptoir.invoicing.refusals import DecidedAlready
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.links import url_of
from comptoir.web.mails import words
from comptoir.web.mails.forms import BounceForm
from comptoir.web.toasts import toast

WITH_DOCUMENT = Delivery.objects.select_related("account", "invoice", "credit_note")


@require_POST
def arrived(request: HttpRequest, id: UUID) -> HttpResponse:
    """It did arrive."""
    delivery = own(request, WITH_DOCUMENT, id)
    told = _("%(number)s counts as sent.") % {"number": delivery.document}
    return _decide(
        request, delivery, told, lambda: delivery_decisions.mark_arrived(delivery, by=request.user, at=now(request))
    )


@require_POST
def not_arrived(request: HttpRequest, id: UUID) -> HttpResponse:
    """It did not arrive."""
    delivery = own(request, WITH_DOCUMENT, id)
    told = _("%(number)s counts as not sent. Send it again.") % {"number": delivery.document}
    return _decide(
        request, delivery, told, lambda: delivery_decisions.mark_not_arrived(delivery, by=request.user, at=now(request))
    )


@require_http_methods(["GET", "POST"])
def bounced(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask with which words it came back; write that down."""
    delivery = own(request, WITH_DOCUMENT, id)
    require(request.user, Right.INVOICES)
    form = BounceForm(request.POST if request.method == "POST" else None)
    try:
        if accepted(
            form,
            lambda: delivery_decisions.note_bounce(delivery, by=request.user, at=now(request), **form.cleaned_data),
        ):
            told = _("%(number)s came back and counts as not sent. Send it to another address.")
            toast(request, told % {"number": delivery.document}, warning=True)
            return go(request, url_of(delivery.document))
    except DecidedAlready as refusal:
        toast(request, words.sentence(refusal), warning=True)
        return go(request, url_of(delivery.document))
    title = _("%(number)s came back") % {"number": delivery.document}
    context = {"form": form, "delivery": delivery, "title": title, "page_url": url_of(delivery.document)}
    return dialog(request, "mails/bounced.html", context, title=title, status=422 if form.errors else 200)


def _decide(request: HttpRequest, delivery: Delivery, told: str, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except DecidedAlready as refusal:
        toast(request, words.sentence(refusal), warning=True)
    else:
        toast(request, told)
    return go(request, url_of(delivery.document))
