"""Setting what a department asks of customers who pay late. The arithmetic is `late_costs`'."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.core.money import ZERO
from comptoir.customers.models import Customer, Kind
from comptoir.invoicing.late_costs import LateCosts, costs_with_reminder
from comptoir.invoicing.models import Channel, Invoice, LateCostRule, Status
from comptoir.invoicing.reminding import History, Sent

FACTS = ("interest", "fixed_amount", "percentage", "minimum", "maximum", "belgian_consumer")
EXAMPLE_AMOUNT, EXAMPLE_DAYS, EXAMPLE_FIRST = Decimal(1000), 30, 7
"""So much due, so many days overdue, its first reminder after so many."""


def set_rule(
    department: Department,
    *,
    customer_kind: str,
    by: User,
    at: dt.datetime,
    interest: Decimal = ZERO,
    fixed_amount: Decimal = ZERO,
    percentage: Decimal = ZERO,
    minimum: Decimal = ZERO,
    maximum: Decimal | None = None,
    belgian_consumer: bool = False,
) -> LateCostRule:
    """Set what `department` asks of companies, or of persons, that pay late; all zero: nothing.

    It counts for what leaves from now on. The same again changes nothing. Raises ValidationError naming the field, for
    amounts below zero, percentages above 100, a maximum below the minimum, and limits for persons set for companies. Needs
    the right to the settings.
    """
    require(by, Right.SETTINGS)
    with transaction.atomic():
        # One at a time for a department: two that set the first rule would both insert it.
        Department.objects.select_for_update(no_key=True).get(pk=department.pk)
        rule = rule_of(department, customer_kind)
        before = {name: getattr(rule, name) for name in FACTS}
        rule.interest, rule.fixed_amount, rule.percentage = interest, fixed_amount, percentage
        rule.minimum, rule.maximum, rule.belgian_consumer = minimum, maximum, belgian_consumer
        _check(rule)
        after = {name: getattr(rule, name) for name in FACTS}
        if before != after:
            rule.save()
            _tell(rule, by=by, at=at, before=before, after=after)
    return rule


def rule_of(department: Department, customer_kind: str) -> LateCostRule:
    """The rule as it is kept, or one that asks for nothing."""
    kept = LateCostRule.objects.filter(department=department, customer_kind=customer_kind).first()
    return kept or LateCostRule(department=department, customer_kind=customer_kind)


def example(rule: LateCostRule, *, on: dt.date) -> LateCosts:
    """What a reminder asks for when 1,000.00 were due thirty days before `on` and the first reminder left by e-mail."""
    due_on = on - dt.timedelta(days=EXAMPLE_DAYS)
    invoice = Invoice(
        department=rule.department,
        customer=Customer(kind=rule.customer_kind),
        status=Status.OUTSTANDING,
        due_on=due_on,
        tax_inclusive=EXAMPLE_AMOUNT,
        buyer={"country": rule.department.country},
    )
    invoice.due = EXAMPLE_AMOUNT  # the database would compute it
    first = Sent(due_on + dt.timedelta(days=EXAMPLE_FIRST), Channel.EMAIL)
    rules = {(rule.department_id, rule.customer_kind): rule}
    return costs_with_reminder(invoice, rules, History(first=first), on=on)


def _check(rule: LateCostRule) -> None:
    rule.full_clean(exclude=["id", "department"], validate_constraints=False)
    negative = [name for name in ("fixed_amount", "minimum", "maximum") if (getattr(rule, name) or 0) < 0]
    if negative:
        raise ValidationError({name: _("An amount cannot be less than zero.") for name in negative})
    if rule.maximum is not None and rule.maximum < rule.minimum:
        raise ValidationError({"maximum": _("This is less than the least.")})
    if rule.belgian_consumer and rule.customer_kind != Kind.CONTACT:
        raise ValidationError({"belgian_consumer": _("These limits are for persons.")})


def _tell(rule: LateCostRule, *, by: User, at: dt.datetime, before: dict[str, Any], after: dict[str, Any]) -> None:
    record(
        "late_cost_rule.changed",
        account=rule.department.account,
        by=by,
        at=at,
        subject=rule,
        department=rule.department.name,
        customer_kind=rule.customer_kind,
        before=before,
        after=after,
    )
