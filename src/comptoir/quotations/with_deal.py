"""A quotation that begins its deal."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Unpack
from uuid import UUID, uuid5

from django.db import transaction

from comptoir.accounts.models import Department, User
from comptoir.customers.models import Customer
from comptoir.deals.records import add_deal
from comptoir.quotations.lines import QuotationLineData
from comptoir.quotations.models import Quotation
from comptoir.quotations.records import Fields, create
from comptoir.quotations.totals import totals_of


def create_with_deal(
    customer: Customer,
    *,
    title: str,
    name: str,
    department: Department,
    lines: Sequence[QuotationLineData],
    by: User | None,
    at: dt.datetime,
    id: UUID | None = None,
    **fields: Unpack[Fields],
) -> Quotation:
    """Make a deal `title` with `customer`, worth what is charged once without VAT, and the quotation on it: both or none.

    With an `id` that the account has already, that quotation is given back and nothing is written. Refuses and raises
    what `add_deal` and `create` do. Needs the right to deals.
    """
    facts: dict[str, Any] = {"department": department, "currency": fields.get("currency")}
    facts["currency"] = facts["currency"] or customer.preferred_currency or customer.account.currency
    worth = totals_of(lines, department=department, currency=facts["currency"]).one_off.tax_exclusive
    # The deal's id follows from the quotation's, so that the same form sent twice at once makes one deal as well.
    deal_id = uuid5(id, "deal") if id else None
    with transaction.atomic():
        present: Quotation | None = Quotation.objects.of(customer.account).filter(pk=id).first() if id else None
        if present:
            return present
        deal = add_deal(customer, title=title, by=by, at=at, id=deal_id, estimated_value=worth or None, **facts)
        return create(deal, name=name, lines=lines, by=by, at=at, department=department, id=id, **fields)
