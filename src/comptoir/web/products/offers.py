"""Products offered while a line is written."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comptoir.accounts.rights import Right
from comptoir.web.invoicing.rearranging import currency_of, filled, found


@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """Those that match what is typed in `q`, each with what a line takes over from it; for all who write lines."""
    if not any(request.user.sees(right) for right in (Right.INVOICES, Right.SUBSCRIPTIONS, Right.DEALS)):
        raise Http404
    account = request.user.account
    currency = currency_of(account, request.GET)
    offered = [(each, json.dumps(filled(each, currency=currency))) for each in found(account, request.GET.get("q", ""))]
    return render(request, "products/_offers.html", {"offered": offered, "currency": account.currency})
