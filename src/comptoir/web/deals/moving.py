"""Moving a deal from phase to phase: from the board, its page or any list."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.deals import moving
from comptoir.deals.models import Deal, Phase
from comptoir.deals.refusals import MovedMeanwhile, NotOpen
from comptoir.web.answers import back, dialog
from comptoir.web.clock import now
from comptoir.web.deals import meanwhile
from comptoir.web.deals.board import board_or_page
from comptoir.web.deals.found import to_change
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask for a phase; put the deal there, unless somebody else was faster. Undo is this same address."""
    deal = to_change(request, id)
    if request.method == "GET":
        return _dialog(request, deal)
    to = own(request, Phase, request.POST.get("phase") or request.GET.get("phase", ""))
    seen = meanwhile.seen(request)
    before, status = deal.phase, 200
    try:
        deal = moving.move(deal, to=to, by=request.user, at=now(request), seen=seen)
    except (MovedMeanwhile, NotOpen):
        deal.refresh_from_db()
        toast(request, meanwhile.told(deal), warning=True)
        status = 409
    else:
        words = _("%(title)s moved to %(phase)s") % {"title": deal.title, "phase": to.name}
        toast(request, words, undo_url=_undo_url(deal, before) if before != to else None)
    return board_or_page(request, deal, phases={before.pk, to.pk, seen and seen.pk}, status=status)


def _undo_url(deal: Deal, before: Phase) -> str:
    return f"{reverse('move_deal', args=[deal.pk])}?{urlencode({'phase': before.pk, 'seen': deal.phase_id})}"


def _dialog(request: HttpRequest, deal: Deal) -> HttpResponse:
    if not deal.is_open:
        toast(request, str(NotOpen()), warning=True)
        return back(request, url_of(deal))
    phases = Phase.objects.of(deal.account).select_related("pipeline").exclude(pk=deal.phase_id)
    context = {
        "deal": deal,
        "phases": phases.order_by("-pipeline__is_default", "pipeline__name", "pipeline", "position"),
        "next": request.headers.get("HX-Current-URL") or request.headers.get("Referer") or url_of(deal),
    }
    return dialog(request, "deals/move.html", context, title=_("Move %(title)s") % {"title": deal.title})
