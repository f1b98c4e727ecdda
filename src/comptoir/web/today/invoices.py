"""The reminders that leave next, and the invoices that have been on hold longest: of the whole account."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from comptoir.accounts.models import Account
from comptoir.core.money import ZERO
from comptoir.invoicing.leaving import leaving_on
from comptoir.invoicing.models import Channel, Invoice
from comptoir.invoicing.reminding import next_run_on
from comptoir.web import speech
from comptoir.web.clock import now, today

SHOWN = 5
CAP = 1000
"""Nobody needs to know exactly how many more than this leave, or are drafts."""
LOOKED_AT = 2000
"""Of more overdue invoices than these only those that fell due last are asked about: each costs a look at its reminders."""


@dataclass(frozen=True)
class Leaving:
    """The e-mails of the next morning run, as things stand. Letters wait for a person."""

    at: dt.datetime
    is_today: bool
    count: int
    is_more: bool
    """Whether there are, or may be, more than were counted."""
    totals: dict[str, Decimal]
    """What they ask for, by currency."""
    first: Iterable[Invoice]
    """Those overdue longest."""

    @property
    def clock(self) -> str:
        """When they leave, in the active time zone."""
        return speech.clock(self.at)

    @property
    def number(self) -> str:
        """The count as it is written: `1,000`."""
        return speech.number(self.count)

    @property
    def besides(self) -> int:
        """How many leave besides the first."""
        return max(self.count - SHOWN, 0)


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
    since = _looked_at_since(account, on=on)
    rows = leaving_on(account, on=on).filter(leaves_by=Channel.EMAIL)
    rows = rows.filter(**({"due_on__gte": since} if since else {})).order_by("due_on", "pk")
    found = list(rows.values_list("pk", "currency", "due")[: CAP + 1])
    # Added up here: the embedded database adds decimals as binary fractions.
    totals: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for __, currency, due in found:
        totals[currency] += due
    first = Invoice.objects.filter(pk__in=[pk for pk, *__ in found[:SHOWN]]).select_related("customer")
    return Leaving(
        at=account.morning(on),
        is_today=on == today,
        count=min(len(found), CAP),
        is_more=len(found) > CAP or since is not None,
        totals=dict(totals),
        first=first.order_by("due_on", "pk"),
    )


def _looked_at_since(account: Account, *, on: dt.date) -> dt.date | None:
    """The due date of the first invoice that is looked at, when there are too many that might be reminded; else None."""
    # Who gets no automatic reminders counts as well: few do, and each would have to be looked up.
    might = Invoice.objects.of(account).chased(on=on).order_by("-due_on").values_list("due_on", flat=True)
    return next(iter(might[LOOKED_AT : LOOKED_AT + 1]), None)
