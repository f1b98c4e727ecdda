"""Making and changing subscriptions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.core.ids import new_id
from comptoir.custom_fields.values import Checked, Given, taken_over
from comptoir.customers.models import Customer
from comptoir.invoicing.checking import check_conditions, check_custom, write_custom
from comptoir.invoicing.drafting import usual_fields
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions import lines as its_lines
from comptoir.subscriptions import movements
from comptoir.subscriptions.models import DAYS_IN_ADVANCE, PERIODS, Subscription
from comptoir.subscriptions.refusals import (
    ChangedMeanwhile,
    EndsBeforeItStarts,
    FrozenAfterFirstInvoice,
    NotInPlan,
    StartsOutOfReach,
    SubscriptionDeactivated,
    UnknownCycle,
)

EARLIEST_START, LATEST_START = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
FROZEN = ("starts_on", "unit", "period")
"""What decides where periods begin. Days in advance only move the day on which an invoice is made."""


class Fields(TypedDict, total=False):
    """What may be said of a subscription besides its lines."""

    title: str
    starts_on: dt.date
    ends_on: dt.date | None
    unit: str
    period: int
    days_in_advance: int
    for_attention_of_name: str
    note: str
    payment_term: str
    payment_days: int
    generation: str
    purchase_order_number: str
    expected_payment_method: str
    currency: str
    discounts: list[dict[str, str]]


class EditedFields(Fields, total=False):
    """What may be changed of a subscription."""

    department: Department
    customer: Customer


class DuplicatedFields(EditedFields):
    """What is said of a subscription made like another one: at least its first day."""

    starts_on: Required[dt.date]  # type: ignore[misc]


def create(
    *,
    account: Account,
    department: Department,
    customer: Customer,
    by: User | None,
    at: dt.datetime,
    lines: Sequence[LineData],
    id: UUID | None = None,
    like_invoice: Invoice | None = None,
    custom: Given | None = None,
    **fields: Unpack[Fields],
) -> Subscription:
    """Make a subscription. What is not said comes from the customer (term, currency) or the account.

    A first day in the past is allowed: the periods since then are billed by the next nightly run, one invoice each. A
    deactivated customer is no obstacle (R16). With an `id` that the account has already, that subscription is given
    back and nothing is written: a form sent twice makes one. `like_invoice` is the invoice it was made from, if any:
    the activity names it. `custom` are the values of the account's own fields. Refuses with NotInPlan (R8),
    UnknownCycle, StartsOutOfReach, EndsBeforeItStarts, what no invoice may say (FieldsAtFault) and what the lines are
    refused for (`lines.put`). Needs the subscription right (NotAllowed).
    """
    told: dict[str, Any] = {}
    if like_invoice:
        told["like_invoice"] = {"id": like_invoice.pk, "number": like_invoice.invoice_number}
    values = check_custom(account, "subscription", custom)
    said = {**usual_fields(customer), **fields}
    return _create(account, department, customer, by, at, lines, id, values, said, **told)


def duplicate_as_new(
    subscription: Subscription,
    *,
    by: User | None,
    at: dt.datetime,
    lines: Sequence[LineData] | None = None,
    id: UUID | None = None,
    custom: Given | None = None,
    **changes: Unpack[DuplicatedFields],
) -> Subscription:
    """Make a new subscription like `subscription`, which stays what it is: the only way on after a deactivation (R7).

    It starts on the day that `changes` say, has no end unless they give one, and no invoices yet. The account's own
    fields are the same unless `custom` gives them. `id` and refusals as with `create`.
    """
    like: dict[str, Any] = {name: getattr(subscription, name) for name in Fields.__annotations__} | {"ends_on": None}
    like |= {"department": subscription.department, "customer": subscription.customer}
    like |= changes
    department, customer = like.pop("department"), like.pop("customer")
    lines = its_lines.of(subscription) if lines is None else lines
    copy_of, account = subscription.as_effect(), subscription.account
    if custom is None:
        values = taken_over(account, "subscription", subscription.pk)
    else:
        values = check_custom(account, "subscription", custom)
    return _create(account, department, customer, by, at, lines, id, values, like, copy_of=copy_of)


def edit(
    subscription: Subscription,
    *,
    by: User | None,
    at: dt.datetime,
    lines: Sequence[LineData] | None = None,
    seen: dt.datetime | None = None,
    custom: Given | None = None,
    **changes: Unpack[EditedFields],
) -> Subscription:
    """Change a subscription; what is billed already stays, the next period is billed as it is then.

    `lines`, when given, replace all its lines; `custom` changes the account's own fields in it. A later last day lets
    one that had run out go on. Nothing different leaves no activity. `seen` is the `updated_at` that the editor saw:
    ChangedMeanwhile if it is no longer that. Refuses with SubscriptionDeactivated (R7), FrozenAfterFirstInvoice (first
    day and cycle, once a period was billed or skipped) and what `create` refuses. Needs the subscription right.
    """
    require(by, Right.SUBSCRIPTIONS)
    with transaction.atomic():
        current = locked(subscription)
        if current.is_deactivated or current.is_ending:
            raise SubscriptionDeactivated
        if seen is not None and seen != current.updated_at:
            raise ChangedMeanwhile
        amount = current.tax_inclusive
        changed = sorted(name for name, value in changes.items() if getattr(current, name) != value)
        # A period may have been skipped while the first one is still owed.
        if set(changed) & set(FROZEN) and (current.periods_behind or current.skipped_periods.exists()):
            raise FrozenAfterFirstInvoice
        for name in changed:
            setattr(current, name, changes[name])  # type: ignore[literal-required]
        if its_lines.differ(current, lines):
            changed.append("lines")
        custom_changes = write_custom(current.pk, check_custom(current.account, "subscription", custom))
        if not changed and not custom_changes:
            return current
        _check(current)
        _write(current, its_lines.of(current) if lines is None else lines, at=at)
        tell("edited", current, by=by, at=at, changed=changed, custom=custom_changes, amount_before=amount)
    return current


def locked(subscription: Subscription) -> Subscription:
    """The subscription as it is now, kept from others until the transaction ends. Verbs decide on this row.

    Its customer and department are read once it is locked: while waiting for the lock it may have been given to others,
    and rows joined to it would still be the earlier ones.
    """
    row = Subscription.objects.filter(pk=subscription.pk)
    row.select_for_update().values_list("pk").get()
    found: Subscription = row.select_related("account", "department", "customer").get()
    return found


def skipped_ahead(subscription: Subscription) -> set[dt.date]:
    """The first days of the periods that were skipped while earlier ones were still to be billed."""
    behind = subscription.next_period
    if behind is None:
        return set()
    return set(subscription.skipped_periods.filter(starts_on__gte=behind.starts_on).values_list("starts_on", flat=True))


def _create(
    account: Account,
    department: Department,
    customer: Customer,
    by: User | None,
    at: dt.datetime,
    lines: Sequence[LineData],
    id: UUID | None,
    values: Checked,
    fields: Any,
    **effects: Any,
) -> Subscription:
    require(by, Right.SUBSCRIPTIONS)
    if not account.has(Module.SUBSCRIPTIONS):
        raise NotInPlan
    id = id or new_id()
    made = Subscription(id=id, account=account, department=department, customer=customer, created_at=at, **fields)
    _check(made)
    try:
        with transaction.atomic():
            if present := _present(account, id):
                return present
            # The plan may be changing at this moment: whoever changes it holds the account until it is done.
            if not Account.objects.select_for_update(no_key=True).get(pk=account.pk).has(Module.SUBSCRIPTIONS):
                raise NotInPlan
            _write(made, lines, at=at)
            write_custom(made.pk, values)
            tell("created", made, by=by, at=at, **effects)
    except IntegrityError:
        # The same form, sent by two clicks at once: the other one was faster.
        if present := _present(account, id):
            return present
        raise
    return made


def _present(account: Account, id: UUID) -> Subscription | None:
    present: Subscription | None = Subscription.objects.of(account).filter(pk=id).first()
    return present


def _check(subscription: Subscription) -> None:
    known = subscription.period in PERIODS.get(subscription.unit, ())
    if not known or subscription.days_in_advance not in DAYS_IN_ADVANCE:
        raise UnknownCycle
    if not EARLIEST_START <= subscription.starts_on <= LATEST_START:
        raise StartsOutOfReach
    if subscription.ends_on is not None and subscription.ends_on < subscription.starts_on:
        raise EndsBeforeItStarts
    check_conditions(subscription, besides=("title", "generation"))


def _write(subscription: Subscription, lines: Sequence[LineData], *, at: dt.datetime) -> None:
    subscription.updated_at = at
    subscription.look_ahead(skipped=skipped_ahead(subscription))
    its_lines.put(subscription, lines)
    movements.note([subscription], on=subscription.account.day(at), at=at)


def tell(what: str, subscription: Subscription, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    """Write `subscription.<what>` on the timelines of the subscription and of its customer."""
    record(
        f"subscription.{what}",
        account=subscription.account,
        by=by,
        at=at,
        subject=subscription,
        customer_id=subscription.customer_id,
        subscription=subscription.as_effect(),
        next_bill_on=subscription.bill_on,
        **({"paused": True} if subscription.is_paused else {}),
        **effects,
    )
