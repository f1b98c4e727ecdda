"""What an address asks about: one customer or one deal."""

from typing import Any

from django.http import HttpRequest

from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.web.find import own


def asked_about(request: HttpRequest) -> dict[str, Any]:
    """`customer` and `deal` as far as the address names them; Http404 for one that is not the account's."""
    about: dict[str, Any] = {}
    if request.GET.get("customer"):
        about["customer"] = own(request, Customer, request.GET["customer"])
    if request.GET.get("deal"):
        about["deal"] = own(request, Deal.objects.select_related("customer"), request.GET["deal"])
    return about
