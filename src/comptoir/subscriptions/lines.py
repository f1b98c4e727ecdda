"""What a subscription charges each period."""

from collections.abc import Sequence

from comptoir.accounts.models import Department
from comptoir.invoicing.checking import check_lines
from comptoir.invoicing.lines import LineData, price, rows
from comptoir.invoicing.refusals import ForeignTaxRate
from comptoir.invoicing.totals import Discount
from comptoir.subscriptions.models import Subscription, SubscriptionLine
from comptoir.subscriptions.refusals import ArchivedDepartment, ArchivedTaxRate, NegativeAmount, NoLines


def of(subscription: Subscription) -> list[LineData]:
    """Its lines as data, in their order."""
    return [LineData.of(line) for line in subscription.lines.select_related("tax_rate", "product")]


def differ(subscription: Subscription, lines: Sequence[LineData] | None) -> bool:
    """Whether `lines` say something else than its lines; None says nothing."""
    return lines is not None and list(lines) != of(subscription)


def check(department: Department, lines: Sequence[LineData]) -> None:
    """Refuse what cannot be billed: NoLines, ForeignTaxRate, ArchivedTaxRate, ArchivedDepartment."""
    if department.status == Department.Status.ARCHIVED:
        raise ArchivedDepartment
    if not lines:
        raise NoLines
    if any(line.tax_rate.department_id != department.pk for line in lines):
        raise ForeignTaxRate
    if any(line.tax_rate.archived_at is not None for line in lines):
        raise ArchivedTaxRate


def put(subscription: Subscription, lines: Sequence[LineData]) -> None:
    """Save the subscription with the totals of `lines`, which replace its lines. Call it in a transaction.

    Refuses what `check` and `check_lines` refuse, a negative sum (NegativeAmount) and one beyond what can be kept
    (AmountTooLarge).
    """
    check(subscription.department, lines)
    check_lines(lines, account=subscription.account)
    discounts = Discount.all_of(subscription.discounts)
    computed = price(lines, department=subscription.department, currency=subscription.currency, discounts=discounts)
    if computed.tax_inclusive < 0:
        raise NegativeAmount
    subscription.tax_exclusive = computed.tax_exclusive
    subscription.tax_inclusive = computed.tax_inclusive
    subscription.taxes = computed.as_json()
    subscription.save(force_insert=subscription._state.adding)
    subscription.lines.all().delete()
    SubscriptionLine.objects.bulk_create(
        rows(SubscriptionLine, lines, currency=subscription.currency, subscription=subscription)
    )
