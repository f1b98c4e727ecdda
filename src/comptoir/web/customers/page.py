"""The page of a customer: who it is, what it owes, what happens next, what happened."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right
from comptoir.customers.models import Customer
from comptoir.deals import figures as deal_figures
from comptoir.invoicing import figures
from comptoir.subscriptions import figures as subscription_figures
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.customers import tabs
from comptoir.web.find import own
from comptoir.web.merging.views import to_survivor


def page(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """Everything about one customer, with the chosen tab open; for htmx the tab or the timeline alone.

    Of one that was merged into another, that one's page.
    """
    known = Customer.objects.select_related(
        "account", "responsible_user", "deactivated_by", "scheduled_deactivation__asked_by"
    )
    try:
        customer = own(request, known.prefetch_related("addresses", "tags").filter(kind=kind), id)
    except Http404:
        return to_survivor(request, id)
    if activities.asked_alone(request):
        return activities.alone(request, activities.of_customer(request, customer))
    template, context = "customers/_tabs.html", {"customer": customer, **tabs.of_customer(request, customer)}
    if request.headers.get("HX-Target") != "tab":
        template = "customers/page.html"
        context |= _facts(request, customer) | activities.of_customer(request, customer)
    answer = render(request, template, context)
    # The tab alone and the whole page have one address: nobody may take one for the other out of a cache.
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def _facts(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """What the head of the page says; nothing is asked about modules that the user does not see."""
    user = request.user
    has_subscriptions = customer.account.has(Module.SUBSCRIPTIONS) and user.sees(Right.SUBSCRIPTIONS)
    return {
        "for_customer": f"?customer={customer.pk}",
        "primary_address": next((each for each in customer.addresses.all() if each.type == "primary"), None),
        "owes": figures.of_customers([customer], on=today(request))[customer.pk] if user.sees(Right.INVOICES) else None,
        "recurs": subscription_figures.of_customers([customer])[customer.pk] if has_subscriptions else None,
        "may_come": deal_figures.open_of(customer) if user.sees(Right.DEALS) else None,
    }
