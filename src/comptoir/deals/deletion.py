"""Deleting a deal that nobody quoted for."""

import datetime as dt

from django.db import IntegrityError, transaction

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.custom_fields.values import forget
from comptoir.deals.models import Deal
from comptoir.deals.records import locked, tell
from comptoir.deals.refusals import HasQuotations


def delete_deal(deal: Deal, *, by: User | None, at: dt.datetime) -> None:
    """Remove a deal, open or closed; the customer's timeline tells who did it. A second time does nothing.

    Its follow-ups, notes and files stay with the customer. Its reference is not given again. Raises NotAllowed, and
    HasQuotations while there are quotations.
    """
    require(by, Right.DEALS)
    try:
        with transaction.atomic():
            deal = locked(deal)
            tell("deleted", deal, by=by, at=at)
            forget([deal.pk])
            deal.delete()
    except Deal.DoesNotExist:
        return
    except IntegrityError as kept:
        # Quotations lie above deals, so they are not asked for here: the database says that they are there.
        raise HasQuotations from kept
