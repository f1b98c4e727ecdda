"""What may be asked of a customer who pays late, besides what is due: interest and a fixed cost.

Between enterprises: Directive 2011/7/EU, articles 3 and 6 (in Belgium the law of 2 August 2002 on late payment): interest
from the day after the due date, without a reminder being needed, and at least € 40 for the cost of recovery.

From persons in Belgium: Code of Economic Law, articles XIX.2 to XIX.4, in force since 1 September 2023. The first reminder
is free. Costs may be asked only after it, when fourteen days have passed that begin the day after an e-mail, or on the third
working day after a letter was posted. The fixed cost is at most € 20 when up to € 150 are due; € 30 and 10 % of what lies
between € 150.01 and € 500; € 65 and 5 % of what lies above, at most € 2,000. Interest may be no higher than between
enterprises (article 5 of the law of 2 August 2002); that rate changes twice a year, so the department writes its own.

Comptoir keeps the first reminder of an invoice free towards everybody, whichever step it is.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from comptoir.core.money import ZERO, rounded
from comptoir.customers.models import Kind
from comptoir.invoicing.models import Channel, Invoice, LateCostRule
from comptoir.invoicing.parties import buyer_of
from comptoir.invoicing.reminding import History

ONE_DAY = dt.timedelta(days=1)
FREE_TERM = dt.timedelta(days=14)
"""What a person in Belgium has to pay after the first reminder, without costs."""
POST = {Channel.EMAIL: dt.timedelta(days=1), Channel.LETTER: dt.timedelta(days=7)}
"""When that term begins, after the reminder was sent. Three working days take a letter seven days at most, whatever
holidays there are."""

Rules = Mapping[tuple[uuid.UUID, str], LateCostRule]


@dataclass(frozen=True)
class LateCosts:
    """Amounts in the invoice's currency."""

    interest: Decimal = ZERO
    fixed: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """What is asked for besides what is due."""
        return self.interest + self.fixed

    def __bool__(self) -> bool:
        return self.total > 0


NONE = LateCosts()


def rules_of(department_ids: Iterable[uuid.UUID]) -> Rules:
    """The rules of these departments, by department and kind of customer. One query."""
    rules = LateCostRule.objects.filter(department__in=set(department_ids))
    return {(rule.department_id, rule.customer_kind): rule for rule in rules}


def costs_with_reminder(invoice: Invoice, rules: Rules, history: History, *, on: dt.date) -> LateCosts:
    """What a reminder of `invoice` that leaves on the day `on` may ask for, by the rule of its department.

    Nothing with the first reminder that leaves for certain: one that perhaps did not arrive does not count as one. From a
    person in Belgium nothing before the free term after it has passed, and interest from that day on only.
    """
    rule = rules.get((invoice.department_id, invoice.customer.kind))
    if rule is None or history.first is None or history.first.on >= on or invoice.due_on is None:
        return NONE
    since = invoice.due_on + ONE_DAY
    if is_protected(invoice, rule):
        since = max(since, history.first.on + POST[Channel(history.first.channel)] + FREE_TERM)
    return late_costs_of(invoice, rule, on=on, since=since)


def late_costs_of(invoice: Invoice, rule: LateCostRule, *, on: dt.date, since: dt.date) -> LateCosts:
    """Interest on what is due from the day `since` up to and including `on`, and the fixed cost; nothing before `since`.

    Days are counted as they are, a year as 365 (actual/365). Each amount is rounded once, half up.
    """
    if on < since or invoice.due <= 0:
        return NONE
    days = (on - since).days + 1
    interest = invoice.due * rule.interest * days / Decimal(36500)
    return LateCosts(
        interest=rounded(interest, invoice.currency), fixed=rounded(_fixed(invoice, rule), invoice.currency)
    )


def is_protected(invoice: Invoice, rule: LateCostRule) -> bool:
    """Whether the Belgian law on debts of persons applies: a person, and the department or the person is Belgian."""
    if invoice.customer.kind != Kind.CONTACT:
        return False
    return rule.belgian_consumer or "BE" in (invoice.department.country, buyer_of(invoice).country)


def most_from_person(due: Decimal, currency: str) -> Decimal:
    """The largest fixed cost that Belgian law allows towards a person who owes `due`. Its limits are in euro only."""
    if currency != "EUR":
        return ZERO
    if due <= 150:
        return Decimal(20)
    if due <= 500:
        return 30 + (due - 150) * Decimal("0.1")
    return min(65 + (due - 500) * Decimal("0.05"), Decimal(2000))


def _fixed(invoice: Invoice, rule: LateCostRule) -> Decimal:
    most = most_from_person(invoice.due, invoice.currency) if is_protected(invoice, rule) else None
    if most is not None and rule.belgian_consumer:
        return most
    cost = max(rule.fixed_amount + invoice.due * rule.percentage / 100, rule.minimum)
    limits = [limit for limit in (rule.maximum, most) if limit is not None]
    least: Decimal = min([cost, *limits])
    return least
