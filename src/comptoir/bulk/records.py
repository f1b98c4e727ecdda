"""The kinds of records a run can be about: how they are named and in which order they stand in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Expression, F, OrderBy, Value, When
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext as _

from comptoir.accounts.rights import Right
from comptoir.bulk.models import About, BulkRow
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.models import Subscription


@dataclass(frozen=True)
class Records:
    """One kind."""

    model: Any
    name: Callable[[], Expression | F]
    order: Sequence[str | OrderBy]
    module: Right | None
    """What a user must see to see them."""


def _with_customer(first: Any) -> Expression:
    return Left(Concat(first, Value(" · "), "customer__name", output_field=CharField()), 250)


def _number() -> Expression:
    return Case(When(invoice_number="", then=Value(_("Draft"))), default=F("invoice_number"), output_field=CharField())


RECORDS = {
    About.CUSTOMER: Records(Customer, lambda: F("name"), ["sort_name"], None),
    About.INVOICE: Records(Invoice, lambda: _with_customer(_number()), [F("created_at").desc()], Right.INVOICES),
    About.SUBSCRIPTION: Records(Subscription, lambda: _with_customer(F("title")), ["title"], Right.SUBSCRIPTIONS),
    About.DEAL: Records(Deal, lambda: _with_customer(F("title")), ["search_text"], Right.DEALS),
}


def ids(rows: Sequence[BulkRow]) -> list[Any]:
    """The ids of the records of some rows, in the order in which everybody locks them."""
    return sorted(row.record_id for row in rows)
