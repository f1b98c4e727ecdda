"""Subscriptions: what is billed again and again until it is told to end."""

import datetime as dt
from collections.abc import Container, Sequence
from itertools import islice, takewhile
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.core.terms import PaymentTerm
from comptoir.customers.models import Customer, Reason
from comptoir.invoicing.models import ExpectedPaymentMethod
from comptoir.subscriptions.periods import Period, Schedule


class Unit(models.TextChoices):
    """What a billing cycle counts in."""

    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


PERIODS: dict[str, tuple[int, ...]] = {
    Unit.WEEK: (1, 2, 4),
    Unit.MONTH: (1, 2, 3, 4, 6),
    Unit.YEAR: tuple(range(1, 11)),
}
"""The billing cycles there are."""

DAYS_IN_ADVANCE = (0, 7, 14, 21, 28)


class Generation(models.TextChoices):
    """What billing makes of a period."""

    DRAFT = "draft", _("Make a draft")
    BOOK = "book", _("Book the invoice")
    BOOK_AND_SEND = "book_and_send", _("Book the invoice and send it")


class MissedPeriods(models.TextChoices):
    """What resuming does with the periods that began while it was paused."""

    SKIP = "skip", _("Skip them: they are never billed")
    CURRENT = "current", _("Bill only the one that is running")
    EACH = "each", _("Bill each of them")

    def left_out(self, missed: Sequence[Period], *, on: dt.date) -> list[Period]:
        """Which of the `missed` periods are never billed when it runs again on the day `on`."""
        if self == MissedPeriods.EACH:
            return []
        return [period for period in missed if self == MissedPeriods.SKIP or period.ends_on < on]


class SubscriptionQuerySet(OwnedQuerySet):
    """Subscriptions, in the words of the business."""

    def active(self) -> Self:
        """Neither deactivated, ending nor run out: something of it will still be billed, be it after a pause."""
        return self.filter(deactivated_at__isnull=True, next_period_on__isnull=False)

    def running(self) -> Self:
        """Active and not paused."""
        return self.active().filter(paused_at__isnull=True)

    def paused(self) -> Self:
        """Active, but billed only when it was resumed."""
        return self.active().filter(paused_at__isnull=False)

    def ending(self) -> Self:
        """Told to end for good with what is paid: nothing more is billed, and it is deactivated on that day."""
        return self.filter(deactivated_at__isnull=True, deactivates_on__isnull=False)

    def deactivated(self) -> Self:
        """Stopped for good (R7)."""
        return self.filter(deactivated_at__isnull=False)

    def ended(self) -> Self:
        """Run out: every period up to the last day it covers is billed."""
        return self.filter(deactivated_at__isnull=True, deactivates_on__isnull=True, next_period_on__isnull=True)

    def due(self, *, on: dt.date) -> Self:
        """With a period whose invoice is to be made on the day `on`, or was to be made before."""
        return self.running().filter(bill_on__lte=on)

    def deactivate(self, *, by: User | None, at: dt.datetime, reason: str = "") -> int:
        """Stop those not yet deactivated, for good, in one UPDATE; returns how many. The caller writes the activity.

        One that is being billed at this very moment is stopped right after; none is billed later (G3). Without a
        reason, the one that was given when it was told to end stays.
        """
        return self.filter(deactivated_at__isnull=True).update(
            **({"deactivation_reason": reason} if reason else {}),
            deactivated_at=at,
            deactivated_by=by,
            paused_at=None,
            paused_by=None,
            paused_until=None,
            next_period_on=None,
            bill_on=None,
            updated_at=at,
        )


class Subscription(models.Model):
    """An agreement that makes an invoice each period, counted from `starts_on`.

    `next_period_on` is the first day of the next period to bill, None when there is none left; `bill_on` is that day
    less the days in advance, and None while it is paused: so nothing that is paused is ever due. Once deactivated, or
    told to end, it is never active again: the database refuses to clear `deactivated_at` and `deactivates_on` (see the
    migrations), whatever the door (R7).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("Department"))
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="subscriptions", verbose_name=_("Customer")
    )
    for_attention_of_name = models.CharField(_("For the attention of"), max_length=200, blank=True)
    title = models.CharField(_("Title"), max_length=200)
    note = models.TextField(_("Note"), blank=True)
    starts_on = models.DateField(_("Starts on"))
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    """The last day it covers; a period that begins later is not billed."""
    unit = models.CharField(_("Billing cycle"), max_length=5, choices=Unit.choices, default=Unit.MONTH)
    period = models.PositiveSmallIntegerField(_("Every"), default=1)
    days_in_advance = models.PositiveSmallIntegerField(_("Days in advance"), default=0)
    payment_term = models.CharField(
        _("Payment term"), max_length=20, choices=PaymentTerm.choices, default=PaymentTerm.AFTER_INVOICE_DATE
    )
    payment_days = models.PositiveSmallIntegerField(_("Days"), default=30)
    generation = models.CharField(
        _("When a period is due"), max_length=14, choices=Generation.choices, default=Generation.BOOK
    )
    purchase_order_number = models.CharField(_("Purchase order number"), max_length=60, blank=True)
    expected_payment_method = models.CharField(
        _("Expected payment method"), max_length=20, choices=ExpectedPaymentMethod.choices, blank=True
    )
    currency = models.CharField(_("Currency"), max_length=3, choices=CURRENCY_CHOICES, default="EUR")
    discounts = models.JSONField(default=list)
    """On the whole of each invoice, as invoices keep them: {"percentage": "5", "description": "Loyalty"}."""
    tax_exclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    tax_inclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    taxes = models.JSONField(default=list)

    periods_behind = models.PositiveIntegerField(default=0)
    """How many periods lie behind, billed or skipped; so also the number of the next one, counted from 0."""
    next_period_on = models.DateField(null=True, blank=True)
    bill_on = models.DateField(null=True, blank=True)

    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paused_until = models.DateField(_("Paused until"), null=True, blank=True)
    """The first day on which it runs again; None: until somebody resumes it."""
    missed_periods = models.CharField(
        _("Missed periods"), max_length=7, choices=MissedPeriods.choices, default=MissedPeriods.SKIP
    )
    """What becomes of them when a pause ends by itself."""

    deactivates_on = models.DateField(null=True, blank=True)
    """The day after what is paid, when it was told to end with that; it is then deactivated by the nightly run."""
    deactivation_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deactivation_reason = models.CharField(_("Reason"), max_length=24, choices=Reason.choices, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    deactivated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subscription_cycle_known",
                condition=Q(unit="week", period__in=PERIODS["week"])
                | Q(unit="month", period__in=PERIODS["month"])
                | Q(unit="year", period__in=PERIODS["year"]),
            ),
            models.CheckConstraint(
                name="subscription_days_in_advance_known", condition=Q(days_in_advance__in=DAYS_IN_ADVANCE)
            ),
            models.CheckConstraint(
                name="subscription_nothing_after_the_end",
                condition=Q(deactivated_at__isnull=True) | Q(next_period_on__isnull=True, bill_on__isnull=True),
            ),
            models.CheckConstraint(
                name="subscription_nothing_while_paused",
                condition=Q(paused_at__isnull=True) | Q(bill_on__isnull=True, deactivated_at__isnull=True),
            ),
            models.CheckConstraint(
                name="subscription_pause_facts_together",
                condition=Q(paused_at__isnull=False) | Q(paused_by__isnull=True, paused_until__isnull=True),
            ),
            models.CheckConstraint(
                name="subscription_nothing_while_ending",
                condition=Q(deactivates_on__isnull=True)
                | Q(next_period_on__isnull=True, bill_on__isnull=True, paused_at__isnull=True),
            ),
            models.CheckConstraint(
                name="subscription_deactivation_facts_together",
                condition=Q(deactivated_at__isnull=False) | Q(deactivated_by__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="subscription_newest"),
            models.Index(
                fields=["account", "bill_on", "customer", "id"],
                name="subscription_due",
                condition=Q(bill_on__isnull=False),
            ),
            # The list of what is billed next: thousands may share a day.
            models.Index(
                fields=["account", "bill_on", "id"],
                name="subscription_by_day",
                condition=Q(bill_on__isnull=False),
            ),
            # Few are paused, often nobody: counted without looking at all that are not.
            models.Index(fields=["account"], name="subscription_paused", condition=Q(paused_at__isnull=False)),
            models.Index(
                fields=["account", "paused_until"],
                name="subscription_resumes",
                condition=Q(paused_until__isnull=False),
            ),
            models.Index(
                fields=["account", "deactivates_on"],
                name="subscription_ends",
                condition=Q(deactivates_on__isnull=False, deactivated_at__isnull=True),
            ),
            models.Index(fields=["customer"], name="subscription_of_customer"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def schedule(self) -> Schedule:
        """Its periods."""
        return Schedule(self.starts_on, self.unit, self.period, self.days_in_advance, self.ends_on)

    @property
    def next_period(self) -> Period | None:
        """The period that is billed next, be it after a pause; None when nothing will be billed any more."""
        return None if self._is_over else self.schedule.nth(self.periods_behind)

    def upcoming(self, how_many: int, skipped: Container[dt.date] = ()) -> list[Period]:
        """The next periods to be billed, soonest first, without those `skipped` (their first days).

        What a pause that ends by itself leaves out is not among them; none while a pause has no end.
        """
        if self._is_over or (self.is_paused and self.paused_until is None):
            return []
        left_out = {period.starts_on for period in self._left_out()}
        ahead = (
            period
            for period in self.schedule.since(self.periods_behind)
            if period.starts_on not in left_out and period.starts_on not in skipped
        )
        return list(islice(ahead, how_many))

    def missed_before(self, day: dt.date) -> list[Period]:
        """The periods that began during its pause, if it runs again on `day`: none that begins on that day or later.

        What was due before the pause is not missed but owed, so it is not among them.
        """
        if self.paused_at is None or self._is_over:
            return []
        paused_on = self.account.day(self.paused_at)
        begun = takewhile(lambda period: period.starts_on < day, self.schedule.since(self.periods_behind))
        return [period for period in begun if period.bill_on >= paused_on]

    def look_ahead(self, skipped: Container[dt.date] = ()) -> None:
        """Write, without saving, which period comes next, behind those `skipped` (their first days).

        For the verbs that change what decides it.
        """
        while (following := self.next_period) and following.starts_on in skipped:
            self.periods_behind += 1
        self.next_period_on = following.starts_on if following else None
        self.bill_on = following.bill_on if following and not self.is_paused else None

    def _left_out(self) -> list[Period]:
        """The periods that are never billed once its pause has ended by itself."""
        if self.paused_until is None:
            return []
        missed = self.missed_before(self.paused_until)
        return MissedPeriods(self.missed_periods).left_out(missed, on=self.paused_until)

    @property
    def fingerprint(self) -> str:
        """Of the next invoice, as somebody was told of it: another one gives another."""
        return f"{self.bill_on} {self.next_period_on} {self.tax_inclusive} {self.currency}"

    def as_effect(self) -> dict[str, Any]:
        """As activities tell it: title and amount as they are now."""
        return {"id": self.pk, "title": self.title, "amount": self.tax_inclusive, "currency": self.currency}

    @property
    def is_deactivated(self) -> bool:
        """Stopped for good."""
        return self.deactivated_at is not None

    @property
    def is_ending(self) -> bool:
        """Told to end for good with what is paid."""
        return self.deactivated_at is None and self.deactivates_on is not None

    @property
    def is_ended(self) -> bool:
        """Run out without having been deactivated."""
        return not self._is_over and self.next_period_on is None

    @property
    def is_active(self) -> bool:
        """Something of it will still be billed, be it after a pause."""
        return not self._is_over and self.next_period_on is not None

    @property
    def is_paused(self) -> bool:
        """Not billed until it is resumed."""
        return self.paused_at is not None

    @property
    def is_running(self) -> bool:
        """Active and not paused."""
        return self.is_active and not self.is_paused

    @property
    def _is_over(self) -> bool:
        return self.is_deactivated or self.is_ending
