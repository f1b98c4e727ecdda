"""What activities say of a quotation."""

import datetime as dt
from typing import Any

from comptoir.accounts.models import User
from comptoir.activities.record import Entry, record, record_all
from comptoir.deals import moving
from comptoir.deals.models import Deal
from comptoir.quotations.models import Quotation


def tell(what: str, quotation: Quotation, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    """Record "quotation.<what>" on the timelines of the quotation and its customer; something happened on its deal."""
    entry = _entry(quotation, effects)
    record(
        f"quotation.{what}",
        account=quotation.account,
        by=by,
        at=at,
        subject=quotation,
        customer_id=entry.customer_id,
        **entry.effects,
    )
    moving.touch(quotation.deal, at=at)


def tell_all(
    what: str, quotations: list[Quotation], *, deal: Deal, by: User | None, at: dt.datetime, **effects: Any
) -> None:
    """Record it of each of `quotations` of one deal, in one statement."""
    entries = [_entry(quotation, effects) for quotation in quotations]
    record_all(f"quotation.{what}", entries, account=deal.account, by=by, at=at)


def _entry(quotation: Quotation, effects: dict[str, Any]) -> Entry:
    told = {
        "quotation": quotation.as_effect(),
        "deal": quotation.deal.in_brief(),
    }
    return Entry(quotation, quotation.customer_id, told | effects)
