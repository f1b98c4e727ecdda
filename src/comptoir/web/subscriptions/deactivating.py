"""The dialog before something that cannot be undone."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.customers.models import Reason
from comptoir.subscriptions import ending
from comptoir.subscriptions.ending import When
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.prepaid import of
from comptoir.subscriptions.refusals import ChangedMeanwhile
from comptoir.web import speech
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
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
        done = ending.deactivate(subscription, by=request.user, at=now(request), **_answer(request))
    except ChangedMeanwhile:
        subscription.refresh_from_db()
        return _dialog(request, subscription, changed=True)
    toast(request, _done(done))
    return go(request, url_of(subscription))


def _dialog(request: HttpRequest, subscription: Subscription, *, changed: bool = False) -> HttpResponse:
    title = _("Deactivate %(title)s") % {"title": subscription.title}
    on = today(request)
    until = ending.paid_until([subscription]).get(subscription.pk)
    prepaid = of([subscription], on=on).get(subscription.pk)
    context = {
        "subscription": subscription,
        "changed": changed,
        "paid_until": until if until and until >= on and not subscription.is_ending else None,
        "prepaid": prepaid,
        "amounts": [speech.money(amount, currency) for currency, amount in prepaid.amounts.items()] if prepaid else [],
        "reasons": Reason.choices,
        "said": request.POST,
    }
    return dialog(request, "subscriptions/deactivate.html", context, title=title, status=409 if changed else 200)


def _answer(request: HttpRequest) -> dict[str, Any]:
    """What the dialog says; whatever it does not know counts as not said."""
    said = request.POST
    when = said.get("when") if said.get("when") in When.values else When.NOW
    return {
        "fingerprint": said["fingerprint"],
        "reason": said.get("reason") if said.get("reason") in Reason.values else "",
        "when": when,
        "credit_prepaid": when == When.NOW and "credit_prepaid" in said,
    }


def _done(subscription: Subscription) -> str:
    facts = {"title": subscription.title}
    if subscription.is_ending:
        facts["day"] = speech.day(subscription.deactivates_on, "long")
        return _("“%(title)s” is deactivated on %(day)s. Nothing more is billed from it.") % facts
    return _("“%(title)s” is deactivated. Nothing more is billed from it.") % facts


def _already(subscription: Subscription) -> str:
    facts = {"title": subscription.title, "day": speech.day(subscription.deactivated_at, "long")}
    if subscription.deactivated_by is None:
        return _("“%(title)s” has already been deactivated on %(day)s.") % facts
    facts["by"] = subscription.deactivated_by.name
    return _("“%(title)s” has already been deactivated by %(by)s on %(day)s.") % facts
