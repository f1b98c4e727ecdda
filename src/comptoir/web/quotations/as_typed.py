"""What the form of a quotation shows while it is being filled in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from comptoir.deals.models import Deal
from comptoir.web.find import named
from comptoir.web.quotations.forms import OF_A_DEAL, DealForm, QuotationForm
from comptoir.web.quotations.lines import rows_of


@require_GET
def deals(request: HttpRequest) -> HttpResponse:
    """The deals to choose from, once a customer is chosen."""
    given = named(request, Deal.objects.select_related(*OF_A_DEAL), "given")
    form = DealForm(request.GET, account=request.user.account, given=given)
    form.offer_deals()
    form.errors.clear()
    return render(request, "quotations/_deal.html", {"form": form, "given": given})


@require_POST
def totals(request: HttpRequest) -> HttpResponse:
    """What the rows come to as they stand in the form."""
    lines = rows_of(QuotationForm(request.POST, account=request.user.account))
    lines.is_valid()
    return render(request, "quotations/_totals_of_lines.html", {"lines": lines, "swapped": True})
