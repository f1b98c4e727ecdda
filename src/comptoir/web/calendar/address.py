"""The secret address of one's own calendar: made, made anew, revoked, from "My settings"."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.followups.feed import make_feed, revoke_feed
from comptoir.followups.models import CalendarFeed
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.toasts import toast


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make an address; an earlier one stops at once."""
    had_one = bool(address_of(request))
    make_feed(request.user, at=now(request))
    toast(request, _("The new address is ready; the old one has stopped.") if had_one else _("The address is ready."))
    return go(request, _home())


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Stop the address for good."""
    revoke_feed(request.user, at=now(request))
    toast(request, _("The address has stopped. Calendar programs get nothing from it any more."))
    return go(request, _home())


def address_of(request: HttpRequest) -> str:
    """The whole address of the user's calendar; empty without one. One query."""
    token = CalendarFeed.objects.filter(user=request.user.pk).values_list("token", flat=True).first()
    return settings.BASE_URL + reverse("calendar_feed", args=[token]) if token else ""


def _home() -> str:
    return f"{reverse('settings')}#calendar-address"
