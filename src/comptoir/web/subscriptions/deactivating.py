"""The dialog before something that cannot be undone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.subscriptions import ending
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.refusals import ChangedMeanwhile
from comptoir.web import speech
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say which invoice will not be made; deactivate when that was answered and is still so."""
    subscription = own(request, Subscription.objects.select_related("customer", "deactivated_by"), id)
    require(request.user, Right.SUBSCRIPTIONS)
    if subscription.is_deactivated:
        toast(request, _already(subscription))
        return go(request, url_of(subscription))
    if "fingerprint" not in request.POST:
        return _dialog(request, subscription)
    try:
        ending.deactivate(subscription, by=request.user, at=now(request), fingerprint=request.POST["fingerprint"])
    except ChangedMeanwhile:
        subscription.refresh_from_db()
        return _dialog(request, subscription, changed=True)
    toast(request, _("“%(title)s” is deactivated. Nothing more is billed from it.") % {"title": subscription.title})
    return go(request, url_of(subscription))


def _dialog(request: HttpRequest, subscription: Subscription, *, changed: bool = False) -> HttpResponse:
    title = _("Deactivate %(title)s") % {"title": subscription.title}
    context = {"subscription": subscription, "changed": changed}
    return dialog(request, "subscriptions/deactivate.html", context, title=title, status=409 if changed else 200)


def _already(subscription: Subscription) -> str:
    facts = {"title": subscription.title, "day": speech.day(subscription.deactivated_at, "long")}
    if subscription.deactivated_by is None:
        return _("“%(title)s” has already been deactivated on %(day)s.") % facts
    facts["by"] = subscription.deactivated_by.name
    return _("“%(title)s” has already been deactivated by %(by)s on %(day)s.") % facts
