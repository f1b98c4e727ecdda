"""Whom a new note or file is about: a customer (`?customer=`), or a deal and its customer (`?deal=`)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.web.answers import go
from comptoir.web.find import own


@dataclass(frozen=True)
class About:
    """A customer, perhaps one of its deals, and how an address names them."""

    customer: Customer
    deal: Deal | None
    asked: str

    @property
    def owner(self) -> Customer | Deal:
        """Whose page it stands on."""
        return self.deal or self.customer


def asked_about(request: HttpRequest) -> About:
    """The customer or deal that the address names; Http404 when it names none of the account's."""
    if id := request.GET.get("deal"):
        deal = own(request, Deal.objects.select_related("account", "customer__account"), id)
        return About(deal.customer, deal, f"deal={deal.pk}")
    customer = own(request, Customer.objects.select_related("account"), request.GET.get("customer", ""))
    return About(customer, None, f"customer={customer.pk}")


def lead(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to `url`. A form inside the page gets its part of it from there, so that nothing else moves."""
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") != "dialog":
        return HttpResponseRedirect(url)
    return go(request, url)
