"""The page of a customer: who it is, what it owes, what happens next, what happened."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.accounts.plans import Module
from comptoir.customers.models import Customer
from comptoir.invoicing import figures
from comptoir.subscriptions import figures as subscription_figures
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.customers.tabs import part_of, tabs_of
from comptoir.web.find import own


def page(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """Everything about one customer, with the chosen tab open."""
    known = Customer.objects.select_related("account", "responsible_user", "deactivated_by")
    customer = own(request, known.prefetch_related("addresses", "tags").filter(kind=kind), id)
    if activities.asked_alone(request):
        return activities.alone(request, activities.of_customer(request, customer))
    has_subscriptions = customer.account.has(Module.SUBSCRIPTIONS)
    owes = figures.of_customers([customer], on=today(request))[customer.pk]
    tabs = tabs_of(request, customer, owes=owes, has_subscriptions=has_subscriptions)
    tab = next(each["key"] for each in tabs if each["current"])
    context = {
        "customer": customer,
        "primary_address": next((each for each in customer.addresses.all() if each.type == "primary"), None),
        "owes": owes,
        "recurs": subscription_figures.of_customers([customer])[customer.pk] if has_subscriptions else None,
        "tabs": tabs,
        "tab": tab,
        **activities.of_customer(request, customer),
        **part_of(request, customer, tab),
    }
    return render(request, "customers/page.html", context)
