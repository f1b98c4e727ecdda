"""The address at which a customer reads and answers a quotation (docs/decisions/0008)."""

import datetime as dt
import re

from django.conf import settings
from django.db import transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.quotations.locking import locked
from comptoir.quotations.models import Quotation
from comptoir.quotations.models.quotation import new_token
from comptoir.quotations.telling import tell

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def by_token(token: str) -> Quotation | None:
    """The quotation that the secret part of an address belongs to; None for any other text.

    One query with all that a page needs of it. 256 random bits are found by their index: there is nothing to guess
    from how long that takes.
    """
    if not _TOKEN.fullmatch(token):
        return None
    known = Quotation.objects.select_related("account", "customer", "department", "deal")
    found: Quotation | None = known.filter(link_token=token).first()
    return found


def public_url(quotation: Quotation) -> str:
    """The absolute address for the customer. Whoever has it may read and answer."""
    return f"{settings.BASE_URL}/q/{quotation.link_token}/"


def renew_link(quotation: Quotation, *, by: User | None, at: dt.datetime) -> Quotation:
    """Give the quotation another address; the one it had is unknown from then on. Needs the right to deals."""
    require(by, Right.DEALS)
    with transaction.atomic():
        quotation = locked(quotation)
        quotation.link_token = new_token()
        quotation.save(update_fields=["link_token"])
        tell("link_renewed", quotation, by=by, at=at)
    return quotation
