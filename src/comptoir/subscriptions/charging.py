"""What the invoice of a period charges, and which periods share one."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comptoir.accounts.models import Account
from comptoir.invoicing import drafting
from comptoir.invoicing.drafting import Prepared
from comptoir.invoicing.lines import LineData, price
from comptoir.invoicing.totals import Discount, Totals
from comptoir.subscriptions import wording
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.periods import Period

AGREED = (
    "bill_on",
    "customer_id",
    "department_id",
    "generation",
    "currency",
    "payment_term",
    "payment_days",
    "expected_payment_method",
    "for_attention_of_name",
    "purchase_order_number",
    "note",
)
"""What periods have in common that share an invoice: the day, and whatever an invoice says once."""
LONGEST_SECTION = 200


@dataclass(frozen=True)
class Charge:
    """A period that is due, and what its subscription charges for it."""

    subscription: Subscription
    period: Period
    lines: Sequence[LineData]

    def comes_to(self) -> Totals:
        """What it alone comes to."""
        return price(
            self.lines,
            department=self.subscription.department,
            currency=self.subscription.currency,
            discounts=Discount.all_of(self.subscription.discounts),
        )


def sharing(charges: Sequence[Charge]) -> list[list[Charge]]:
    """The charges that may share an invoice, together: those of a customer that agree in everything."""
    groups: dict[tuple[object, ...], list[Charge]] = {}
    for each in charges:
        agreed = tuple(getattr(each.subscription, name) for name in AGREED)
        groups.setdefault((*agreed, json.dumps(each.subscription.discounts)), []).append(each)
    return list(groups.values())


def invoice_of(charges: Sequence[Charge], *, account: Account, at: dt.datetime) -> Prepared:
    """The invoice of charges that agree in everything, not yet written. Refuses what drafts refuse.

    Of several, each has a section of its own, named after its subscription.
    """
    like = charges[0].subscription
    return drafting.prepare(
        account=account,
        department=like.department,
        customer=like.customer,
        at=at,
        lines=[line for each in charges for line in (each.lines if len(charges) == 1 else _in_a_section(each))],
        for_attention_of_name=like.for_attention_of_name,
        payment_term=like.payment_term,
        payment_days=like.payment_days,
        currency=like.currency,
        purchase_order_number=like.purchase_order_number,
        expected_payment_method=like.expected_payment_method,
        discounts=like.discounts,
        note=wording.note_of([(each.subscription, each.period) for each in charges]),
    )


def _in_a_section(charge: Charge) -> list[LineData]:
    title = charge.subscription.title
    return [
        replace(line, section=(f"{title} – {line.section}" if line.section else title)[:LONGEST_SECTION])
        for line in charge.lines
    ]
