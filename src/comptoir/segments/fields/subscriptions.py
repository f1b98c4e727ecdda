"""What can be asked of a subscription."""

from decimal import ROUND_CEILING, Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from comptoir.core.money import LARGEST, minor_unit
from comptoir.customers.models import Reason
from comptoir.segments.asked import Asked
from comptoir.segments.fields import columns
from comptoir.segments.fields.of_customer import OF_CUSTOMER
from comptoir.segments.kinds import Amount, Choice, Field
from comptoir.subscriptions.models import PERIODS, Generation, Unit
from comptoir.subscriptions.movements import PERIODS_PER_YEAR

CENT = Decimal("0.01")

_STATES = {
    "running": pgettext_lazy("subscription", "running"),
    "paused": pgettext_lazy("subscription", "paused"),
    "ending": pgettext_lazy("subscription", "ending"),
    "deactivated": pgettext_lazy("subscription", "deactivated"),
    "ended": pgettext_lazy("subscription", "ended"),
}


def _in_state(asked: Asked, state: str) -> Q:
    over = Q(deactivated_at__isnull=True, deactivates_on__isnull=True, next_period_on__isnull=True)
    active = Q(deactivated_at__isnull=True, next_period_on__isnull=False)
    return {
        "running": active & Q(paused_at__isnull=True),
        "paused": active & Q(paused_at__isnull=False),
        "ending": Q(deactivated_at__isnull=True, deactivates_on__isnull=False),
        "deactivated": Q(deactivated_at__isnull=False),
        "ended": over,
    }[state]


def _per_month_at_least(asked: Asked, amount: Decimal) -> Q:
    """What it comes to per month is rounded; so the least that each cycle must bill is reckoned back, exactly."""
    least, found = amount - minor_unit(asked.account.currency) / 2, Q(pk__in=[])
    for unit, periods in PERIODS.items():
        for period in periods:
            billed = (least * 12 * period / PERIODS_PER_YEAR[unit]).quantize(CENT, rounding=ROUND_CEILING)
            # What no column could hold, nobody is billed.
            found |= Q(unit=unit, period=period, tax_exclusive__gte=min(billed, LARGEST))
    return found


def _cycles(asked: Asked) -> dict[str, str]:
    return {f"{unit} {period}": _cycle(unit, period) for unit, periods in PERIODS.items() for period in periods}


def _cycle(unit: str, period: int) -> str:
    if unit == Unit.WEEK:
        sentence = ngettext("weekly", "every %(number)s weeks", period)
    elif unit == Unit.MONTH:
        sentence = ngettext("monthly", "every %(number)s months", period)
    else:
        sentence = ngettext("yearly", "every %(number)s years", period)
    return sentence % {"number": period}


def _every(asked: Asked, cycle: str) -> Q:
    unit, period = cycle.split()
    return Q(unit=unit, period=int(period))


FIELDS: tuple[Field, ...] = (
    Choice(
        "status",
        _("Status"),
        known=lambda asked: {key: str(word) for key, word in _STATES.items()},
        equals=_in_state,
    ),
    columns.text("title", _("Title"), "title"),
    Amount(
        "per_month",
        _("Per month, without VAT"),
        known=lambda asked: Q(currency=asked.account.currency),
        at_least=_per_month_at_least,
    ),
    columns.day("next_invoice", _("Next invoice"), "bill_on", ahead=True),
    columns.day("starts_on", _("Starts on"), "starts_on", ahead=True),
    columns.day("ends_on", _("Ends on"), "ends_on", ahead=True),
    Choice("cycle", _("Billing cycle"), known=_cycles, equals=_every),
    columns.one_of("generation", _("When a period is due"), "generation", Generation),
    columns.key("department", _("Department"), "department", known=lambda asked: asked.departments),
    columns.moment("deactivated_on", _("Deactivated on"), "deactivated_at"),
    columns.one_of("deactivation_reason", _("Reason for deactivating"), "deactivation_reason", Reason, optional=True),
    columns.moment("made_on", pgettext_lazy("when", "Made on"), "created_at"),
    *OF_CUSTOMER,
)
