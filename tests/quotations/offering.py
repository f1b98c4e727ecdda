"""What the tests of quotations have in common: lines to offer, and a quotation made the usual way."""

from decimal import Decimal
from typing import Any

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal
from comptoir.quotations import records
from comptoir.quotations.lines import QuotationLineData
from comptoir.quotations.models import Quotation
from tests.factories import NOW, a_company, a_deal, a_user, an_account, the_vat


def a_line(account: Account, price: str = "100", description: str = "Terrace", **facts: Any) -> QuotationLineData:
    """A line at 21 % VAT that is charged once, unless said otherwise."""
    facts = {"tax_rate": the_vat(account)} | facts
    return QuotationLineData(description=description, unit_price=Decimal(price), **facts)


def created(deal: Deal | None = None, **facts: Any) -> Quotation:
    """A quotation of € 100.00, made by an owner, unless said otherwise."""
    deal = deal or a_deal(a_company(an_account()))
    facts = {"name": "Terrace with heating", "at": NOW, "lines": [a_line(deal.account)]} | facts
    facts.setdefault("by", a_user(deal.account))
    return records.create(deal, **facts)


def told() -> list[str]:
    """The kinds of what happened so far, in order."""
    return list(Activity.objects.order_by("id").values_list("kind", flat=True))
