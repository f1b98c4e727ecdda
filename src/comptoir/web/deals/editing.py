"""Making and editing a deal."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals import records
from comptoir.deals.models import Deal, Phase
from comptoir.deals.refusals import ChangedMeanwhile
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.deals.forms import DealForm, NewDealForm, known_of
from comptoir.web.deals.found import to_change
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.links import url_of
from comptoir.web.sent import id_in, seen_in
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or one that knows its customer (`?customer=`) or its phase (`?phase=`) already."""
    require(request.user, Right.DEALS)
    account = request.user.account
    customer = own(request, Customer, request.GET["customer"]) if request.GET.get("customer") else None
    phase = own(request, Phase, request.GET["phase"]) if request.GET.get("phase") else records.first_phase(account)
    initial: dict[str, Any] = {
        "customer": customer,
        "currency": (customer and customer.preferred_currency) or account.currency,
        "phase": str(phase.pk),
        "responsible_user": request.user,
    }
    form = NewDealForm(_data(request), account=account, initial=initial)
    made: list[Deal] = []
    if accepted(form, lambda: made.append(_add(request, form.given()))):
        toast(request, _("%(title)s added") % {"title": made[0].title})
        return go(request, url_of(made[0]))
    home = f"{url_of(customer)}?tab=deals" if customer else reverse("deals")
    return _shown(request, form, cancel_url=home, id=request.POST.get("id") or new_id())


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A deal to change, a closed one too. What somebody else saved meanwhile is not overwritten unseen."""
    deal = to_change(request, id)
    form = DealForm(_data(request), account=deal.account, deal=deal, initial=known_of(deal))
    try:
        if accepted(form, lambda: _edit(request, deal, form.given())):
            toast(request, _("%(title)s saved") % {"title": form.cleaned_data["title"]})
            return go(request, url_of(deal))
    except ChangedMeanwhile as refusal:
        deal.refresh_from_db()
        form.add_error(None, str(refusal))
        change = Activity.objects.of(deal.account).about(deal).select_related("by").first()
        return _shown(request, form, cancel_url=url_of(deal), deal=deal, change=change, status=409)
    return _shown(request, form, cancel_url=url_of(deal), deal=deal)


def _add(request: HttpRequest, given: dict[str, Any]) -> Deal:
    return records.add_deal(given.pop("customer"), by=request.user, at=now(request), id=id_in(request), **given)


def _edit(request: HttpRequest, deal: Deal, given: dict[str, Any]) -> None:
    records.edit_deal(deal, by=request.user, at=now(request), seen=seen_in(request), **given)


def _shown(request: HttpRequest, form: DealForm, *, status: int = 200, **context: Any) -> HttpResponse:
    status = 422 if form.errors and status == 200 else status
    return render(request, "deals/form.html", {"form": form, **context}, status=status)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
