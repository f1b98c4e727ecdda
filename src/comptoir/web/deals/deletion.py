"""Deleting a deal that nobody quoted for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.deals.deletion import delete_deal
from comptoir.deals.refusals import HasQuotations
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.deals.found import to_change
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what goes and what stays; then delete, or say what stands in the way."""
    deal = to_change(request, id)
    refusal = None
    if request.method == "POST":
        try:
            delete_deal(deal, by=request.user, at=now(request))
        except HasQuotations as refused:
            refusal = str(refused)
        else:
            toast(request, _("%(title)s deleted") % {"title": deal.title})
            return go(request, reverse("deals"))
    context = {"deal": deal, "refusal": refusal, "home": url_of(deal)}
    title = _("Delete %(title)s") % {"title": deal.title}
    return dialog(request, "deals/delete.html", context, title=title, status=409 if refusal else 200)
