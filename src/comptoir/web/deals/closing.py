"""The end of a deal: won, or lost for a reason; and taking it up again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.deals import moving
from comptoir.deals.models import Deal
from comptoir.deals.refusals import NotOpen
from comptoir.web.answers import back, came_from, dialog
from comptoir.web.clock import now
from comptoir.web.deals import meanwhile
from comptoir.web.deals.board import board_or_page
from comptoir.web.deals.forms import LoseForm
from comptoir.web.deals.found import to_change
from comptoir.web.forms import accepted
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_POST
def win(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close the deal as won. One that somebody else lost meanwhile is not, where it was shown as open."""
    deal = to_change(request, id)
    phases = {deal.phase_id}
    seen = meanwhile.seen(request)
    try:
        deal = moving.win(deal, by=request.user, at=now(request), even_if_lost=seen is None)
    except NotOpen:
        deal.refresh_from_db()
        toast(request, meanwhile.told(deal), warning=True)
        return board_or_page(request, deal, phases=phases | {seen and seen.pk}, status=409)
    toast(request, _("%(title)s is won") % {"title": deal.title}, undo_url=_undo_url(deal))
    return board_or_page(request, deal, phases=phases)


@require_http_methods(["GET", "POST"])
def lose(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask why, which may stay unsaid; then close the deal as lost."""
    deal = to_change(request, id)
    form = LoseForm(request.POST if request.method == "POST" else None, account=deal.account)
    try:
        if not deal.is_open:
            raise NotOpen
        if accepted(form, lambda: _lose(request, deal, form.cleaned_data)):
            toast(request, _("%(title)s is lost") % {"title": deal.title}, undo_url=_undo_url(deal))
            return back(request, url_of(deal))
    except NotOpen:
        deal.refresh_from_db()
        toast(request, meanwhile.told(deal), warning=True)
        return back(request, url_of(deal))
    context = {"form": form, "deal": deal, "next": came_from(request, url_of(deal)), "home": url_of(deal)}
    title = _("Mark %(title)s as lost") % {"title": deal.title}
    return dialog(request, "deals/lose.html", context, title=title, status=422 if form.errors else 200)


@require_POST
def reopen(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a closed deal up again."""
    deal = moving.reopen(to_change(request, id), by=request.user, at=now(request))
    facts = {"title": deal.title, "phase": deal.phase.name}
    toast(request, _("%(title)s is open again, in %(phase)s") % facts)
    return back(request, url_of(deal))


def _lose(request: HttpRequest, deal: Deal, given: dict[str, Any]) -> None:
    moving.lose(deal, by=request.user, at=now(request), reason=given["lost_reason"], remark=given["remark"])


def _undo_url(deal: Deal) -> str:
    return reverse("reopen_deal", args=[deal.pk])
