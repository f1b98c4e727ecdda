"""Moving a deal from phase to phase: from the board, its page or any list."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.deals import moving
from comptoir.deals.models import Deal, Phase
from comptoir.deals.refusals import MovedMeanwhile, NotOpen
from comptoir.web.answers import back, came_from, dialog
from comptoir.web.clock import now
from comptoir.web.deals import meanwhile
from comptoir.web.deals.board import board_or_page
from comptoir.web.deals.found import to_change
from comptoir.web.deals.phases import phases_of
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
    seen, had = meanwhile.seen(request), _had(request)
    before, status = deal, 200
    try:
        deal = moving.move(deal, to=to, by=request.user, at=now(request), seen=seen, probability=had)
    except (MovedMeanwhile, NotOpen):
        deal.refresh_from_db()
        toast(request, meanwhile.told(deal), warning=True)
        status = 409
    else:
        words = _("%(title)s moved to %(phase)s") % {"title": deal.title, "phase": to.name}
        toast(request, words, undo_url=_undo_url(before, seen=to) if before.phase_id != to.pk else None)
    return board_or_page(request, deal, phases={before.phase_id, to.pk, seen and seen.pk}, status=status)


def _undo_url(before: Deal, *, seen: Phase) -> str:
    """Where the deal is put back as it was `before`, unless it is moved on meanwhile."""
    there = {"phase": before.phase_id, "seen": seen.pk, "had": before.estimated_probability}
    return f"{reverse('move_deal', args=[before.pk])}?{urlencode(there)}"


def _had(request: HttpRequest) -> Decimal | None:
    """The probability that the deal had before it was moved; only Undo says it."""
    try:
        had = Decimal(request.GET.get("had", ""))
        return had if 0 <= had <= 1 else None
    except InvalidOperation:
        return None


def _dialog(request: HttpRequest, deal: Deal) -> HttpResponse:
    if not deal.is_open:
        toast(request, str(NotOpen()), warning=True)
        return back(request, url_of(deal))
    others = [phase for phase in phases_of(deal.account) if phase != deal.phase]
    ahead = (each for each in others if each.pipeline == deal.phase.pipeline and each.position > deal.phase.position)
    context = {
        "deal": deal,
        "phases": others,
        "suggested": next(ahead, None),
        "next": came_from(request, url_of(deal)),
    }
    return dialog(request, "deals/move.html", context, title=_("Move %(title)s") % {"title": deal.title})
