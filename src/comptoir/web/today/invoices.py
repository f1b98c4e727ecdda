"""The reminders that leave next, and the invoices that have been on hold longest: of the whole account."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from comptoir.accounts.models import Account
from comptoir.core.money import ZERO
from comptoir.invoicing.leaving import leaving_on
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.reminding import next_run_on
from comptoir.web.clock import now, today

SHOWN = 5
CAP = 1000
"""Nobody needs to know exactly how many more than this leave, or are drafts."""


@dataclass(frozen=True)
class Leaving:
    """The reminders of the next morning run, as things stand."""

    at: dt.datetime
    is_today: bool
    count: int
    """CAP + 1 stands for more."""
    totals: dict[str, Decimal]
    """What they ask for, by currency."""
    first: Sequence[Invoice]
    """Those overdue longest."""

    @property
    def is_more(self) -> bool:
        """Whether there are too many to be counted."""
        return self.count > CAP


def of_account(request: HttpRequest) -> dict[str, Any]:
    """What leaves next, what is held longest, and how many drafts wait. As many queries for many as for few."""
    account = request.user.account
    held = Invoice.objects.of(account).on_hold().select_related("customer", "held_by")
    return {
        "sees_invoices": True,
        "leaving": _leaving(account, at=now(request), today=today(request)),
        "held": held.order_by("on_hold_since", "pk")[:SHOWN],
        "drafts": Invoice.objects.of(account).drafts().order_by()[: CAP + 1].count(),
    }


def _leaving(account: Account, *, at: dt.datetime, today: dt.date) -> Leaving:
    on = next_run_on(account, at=at)
    rows = leaving_on(account, on=on).order_by("due_on", "pk")
    # Added up here: the embedded database adds decimals as binary fractions.
    totals: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    amounts = list(rows.values_list("currency", "due")[: CAP + 1])
    for currency, due in amounts:
        totals[currency] += due
    first = list(rows.select_related("customer")[:SHOWN]) if amounts else []
    return Leaving(account.morning(on), on == today, len(amounts), dict(totals), first)
