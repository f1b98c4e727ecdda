"""What an address asks about: one customer or one deal."""

from typing import Any

from django.http import Http404, HttpRequest

from comptoir.accounts.rights import Right
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.web.find import own


def asked_about(request: HttpRequest) -> dict[str, Any]:
    """`customer` and `deal` as far as the address names them; Http404 for one that the user cannot see."""
    about: dict[str, Any] = {}
    if request.GET.get("customer"):
        about["customer"] = own(request, Customer, request.GET["customer"])
    if request.GET.get("deal"):
        if not request.user.sees(Right.DEALS):
            raise Http404
        about["deal"] = own(request, Deal.objects.select_related("customer"), request.GET["deal"])
    return about
