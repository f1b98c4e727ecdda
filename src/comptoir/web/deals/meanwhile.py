"""What somebody else did with a deal while it was on the screen."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase

WAYS = ("deal.moved", "deal.won", "deal.lost", "deal.reopened")


def seen(request: HttpRequest) -> Phase | None:
    """The phase in which the deal was shown, whether or not there still is such a phase."""
    try:
        return Phase(pk=UUID(request.POST.get("seen") or request.GET.get("seen", "")))
    except ValueError:
        return None


def told(deal: Deal) -> str:
    """Who took the deal where it is now, as a sentence."""
    last = Activity.objects.of(deal.account).about(deal).filter(kind__in=WAYS).select_related("by").first()
    facts = {"name": last.by.name if last and last.by else "Comptoir", "title": deal.title, "phase": deal.phase.name}
    if deal.is_open:
        return _("%(name)s moved “%(title)s” to %(phase)s meanwhile.") % facts
    if deal.status == "won":
        return _("%(name)s marked “%(title)s” as won meanwhile.") % facts
    return _("%(name)s marked “%(title)s” as lost meanwhile.") % facts
