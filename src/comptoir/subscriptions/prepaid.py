"""What was billed beyond a day: what a customer whose subscription stops then could be given back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, require
from comptoir.core.money import ZERO
from comptoir.invoicing import credit_drafts, crediting, totals
from comptoir.invoicing.credit_drafts import Proposal
from comptoir.invoicing.models import CreditDraft, Invoice, InvoiceLine, Status
from comptoir.invoicing.proportion import share_of
from comptoir.invoicing.refusals import NothingTakenBack, Refusal
from comptoir.invoicing.remainder import Remainder, remainders_of
from comptoir.invoicing.totals import Discount
from comptoir.subscriptions.models import BilledPeriod, Subscription

DAY = dt.timedelta(days=1)


@dataclass
class Prepaid:
    """What of a subscription was billed beyond a day."""

    credits: list[Proposal]
    """Of each booked invoice, the part by calendar days that nobody has credited yet."""
    unbooked: list[BilledPeriod]
    """Their invoices are still drafts: nothing to credit, delete or change the draft."""
    untold: list[BilledPeriod]
    """Nobody can tell what of their invoice is theirs: it is shared, and was changed by hand."""

    @property
    def amounts(self) -> dict[str, Decimal]:
        """What the credits come to with VAT, per currency."""
        sums: dict[str, Decimal] = {}
        for each in self.credits:
            currency = each.invoice.currency
            sums[currency] = sums.get(currency, ZERO) + each.comes_to.tax_inclusive
        return sums


def of(subscriptions: Sequence[Subscription], *, on: dt.date) -> dict[UUID, Prepaid]:
    """What was billed of each beyond the day `on`, which still counts as used; none of which nothing was.

    The part of a period is its days after `on` of all its days, taken of each line of its invoice and rounded half up
    to the minor unit; together never more than earlier credit notes left. The same few statements for any number.
    """
    periods = BilledPeriod.objects.filter(subscription__in=[each.pk for each in subscriptions], ends_on__gt=on)
    periods = periods.select_related("subscription", "invoice__department", "invoice__customer")
    found = sorted(periods, key=lambda period: (period.starts_on, period.pk))
    if not found:
        return {}
    invoices = {each.invoice_id: each.invoice for each in found if each.invoice.status != Status.DRAFT}
    left, lines = remainders_of(list(invoices.values())), _lines_of(invoices)
    prepaid: defaultdict[UUID, Prepaid] = defaultdict(lambda: Prepaid([], [], []))
    for each in found:
        invoice, its = invoices.get(each.invoice_id), prepaid[each.subscription_id]
        if invoice is None:
            its.unbooked.append(each)
            continue
        own = _own_lines(each, invoice, lines[invoice.pk])
        try:
            credit = own and _credit(each, invoice, own, left[invoice.pk], on=on)
        except NothingTakenBack:
            continue
        except Refusal:
            credit = None
        if credit:
            its.credits.append(credit)
            left[invoice.pk] = left[invoice.pk].less(credit.comes_to)
        else:
            its.untold.append(each)
    return dict(prepaid)


def draft_credits(
    subscriptions: Sequence[Subscription], *, by: User | None, at: dt.datetime, on: dt.date
) -> dict[UUID, list[CreditDraft]]:
    """Prepare a credit note of each booked invoice for what it bills beyond the day `on`: drafts, which a person books.

    Those of each subscription; none of which nothing was billed beyond. Call it in the transaction of the verb that ends
    the subscriptions, of one account. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    credits = [(pk, credit) for pk, its in of(subscriptions, on=on).items() for credit in its.credits]
    drafts: defaultdict[UUID, list[CreditDraft]] = defaultdict(list)
    if credits:
        made = credit_drafts.draft([credit for __, credit in credits], account=subscriptions[0].account, by=by, at=at)
        for (pk, __), draft in zip(credits, made, strict=True):
            drafts[pk].append(draft)
    return dict(drafts)


def as_effects(drafts: Iterable[CreditDraft]) -> list[dict[str, object]]:
    """As the activity of the verb that prepared them tells them."""
    return [
        {
            "id": each.pk,
            "invoice": {"id": each.invoice_id, "number": each.invoice.invoice_number},
            "total": each.tax_inclusive,
            "currency": each.invoice.currency,
        }
        for each in drafts
    ]


def share_ahead(period: BilledPeriod, *, on: dt.date) -> Fraction:
    """Which part of the period's days lies after the day `on`."""
    ahead = (period.ends_on - max(on, period.starts_on - DAY)).days
    return Fraction(max(ahead, 0), (period.ends_on - period.starts_on).days + 1)


def _credit(
    period: BilledPeriod, invoice: Invoice, own: list[InvoiceLine], left: Remainder, *, on: dt.date
) -> Proposal:
    shares = {line.position: share_ahead(period, on=on) for line in own}
    lines = share_of(invoice, shares, left)
    return Proposal(invoice, tuple(lines), crediting.comes_to(invoice, lines, left), period.subscription.title)


def _own_lines(period: BilledPeriod, invoice: Invoice, lines: list[InvoiceLine]) -> list[InvoiceLine]:
    """Its lines of the invoice; none when it shares the invoice and they no longer come to what the period did."""
    if period.last_line is None:
        return lines
    own = [line for line in lines if period.first_line <= line.position <= period.last_line]
    discounts = Discount.all_of(invoice.discounts)
    amount = totals.compute(own, invoice.currency, discounts).tax_exclusive
    return own if (invoice.currency, amount) == (period.currency, period.tax_exclusive) else []


def _lines_of(invoices: Iterable[UUID]) -> dict[UUID, list[InvoiceLine]]:
    lines: defaultdict[UUID, list[InvoiceLine]] = defaultdict(list)
    for line in InvoiceLine.objects.filter(invoice__in=list(invoices)).select_related("tax_rate"):
        lines[line.invoice_id].append(line)
    return lines
