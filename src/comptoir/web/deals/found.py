"""The deal that an address names."""

from uuid import UUID

from django.http import HttpRequest

from comptoir.accounts.rights import Right, require
from comptoir.deals.models import Deal
from comptoir.web.find import own

KNOWN = Deal.objects.select_related("account", "customer", "phase__pipeline", "responsible_user")


def to_change(request: HttpRequest, id: UUID) -> Deal:
    """The account's deal, for somebody who may change it. Http404, NotAllowed."""
    deal = own(request, KNOWN, id)
    require(request.user, Right.DEALS)
    return deal
