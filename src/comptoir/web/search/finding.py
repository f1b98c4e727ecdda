"""The first of everything that is found, and how much more there is."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from comptoir.accounts.models import Account
from comptoir.customers import search as customer_search
from comptoir.customers.models import Customer
from comptoir.deals import search as deal_search
from comptoir.deals.models import Deal
from comptoir.invoicing import search as invoice_search
from comptoir.invoicing.models import Invoice
from comptoir.quotations import search as quotation_search
from comptoir.quotations.models import Quotation
from comptoir.web.customers.overview import with_what_is_shown

SHOWN = 8
"""So many of each; the overviews show the rest."""
COUNTED = 1000
"""Beyond this many the exact number helps nobody."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first rows of one kind, and how many there are in all."""

    rows: list[Any]
    count: int

    @property
    def has_more(self) -> bool:
        """Whether the overview has others."""
        return self.count > len(self.rows)

    @property
    def is_counted(self) -> bool:
        """Whether `count` is exact rather than only a limit."""
        return self.count <= COUNTED


NOTHING = Found([], 0)
"""Of what the user does not see."""


def customers(account: Account, kind: str, query: str) -> Found:
    """Contacts or companies in the order of their overview, deactivated ones among them (R12)."""
    found = customer_search.matching(Customer.objects.of(account).filter(kind=kind), query)
    rows = list(with_what_is_shown(found).order_by("sort_name", "pk")[: SHOWN + 1])
    return Found(rows[:SHOWN], _count(found, rows))


def invoices(account: Account, query: str) -> Found:
    """Those that bear exactly this number first, then the newest."""
    ours = Invoice.objects.of(account).select_related("customer")
    return _newest(invoice_search.matching(ours, query), before=ours.filter(invoice_number__iexact=query), query=query)


def deals(account: Account, query: str) -> Found:
    """The one of exactly this reference first, then the newest, closed ones among them."""
    ours = Deal.objects.of(account).select_related("customer", "phase", "responsible_user")
    return _newest(deal_search.matching(ours, query), before=ours.filter(reference=query), query=query)


def quotations(account: Account, query: str) -> Found:
    """The one of exactly this reference first, then the newest, answered and closed ones among them."""
    ours = Quotation.objects.of(account).select_related("customer")
    return _newest(quotation_search.matching(ours, query), before=ours.filter(reference=query), query=query)


def _newest(found: QuerySet[Any], *, before: QuerySet[Any], query: str) -> Found:
    """The newest of those found, behind those `before` them: a number is asked for only where there is a digit."""
    rows = list(before.order_by("-created_at", "-pk")[:SHOWN]) if re.search(r"\d", query) else []
    others = found.exclude(pk__in=[row.pk for row in rows]).order_by("-created_at", "-pk")
    rows += others[: SHOWN + 1 - len(rows)]
    return Found(rows[:SHOWN], _count(found, rows))


def _count(found: QuerySet[Any], rows: list[Any]) -> int:
    if len(rows) <= SHOWN:
        return len(rows)
    return found.order_by()[: COUNTED + 1].count()
