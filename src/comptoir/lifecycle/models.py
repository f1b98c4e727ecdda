"""Deactivations that wait for their day."""

import datetime as dt
from collections.abc import Collection
from typing import Self, TypedDict
from uuid import UUID

from django.db import models

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer, Reason
from comptoir.subscriptions.ending import When


class Answers(TypedDict, total=False):
    """What the dialog asks, as `deactivation.deactivate` takes it."""

    hold_invoices: bool
    end_subscriptions: bool
    pause: Collection[UUID]
    when: str
    credit_prepaid: bool
    hand_over_to: User | None
    reason: str
    note: str


class ScheduledDeactivationQuerySet(OwnedQuerySet):
    """Deactivations that wait for their day."""

    def due(self, *, on: dt.date) -> Self:
        """Those whose day has come, those that were missed included."""
        return self.filter(on__lte=on)


class ScheduledDeactivation(models.Model):
    """A customer that will be deactivated on a day, as somebody answered the dialog. Gone once it is done or cancelled.

    Of a customer that is deactivated by hand before, it waits for nothing: it goes when the customer is reactivated.
    `shown` is what the dialog named then, to say on the day what became different (`differences`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="scheduled_deactivation")
    on = models.DateField()
    hold_invoices = models.BooleanField(default=False)
    end_subscriptions = models.BooleanField(default=False)
    pause = models.JSONField(default=list, blank=True)
    """Ids of the subscriptions to pause instead."""
    when = models.CharField(max_length=11, choices=When.choices, default=When.NOW)
    credit_prepaid = models.BooleanField(default=False)
    hand_over_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=24, choices=Reason.choices, blank=True)
    note = models.TextField(blank=True)
    shown = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ScheduledDeactivationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "on", "id"], name="scheduled_by_day")]

    def __str__(self) -> str:
        return f"{self.customer} on {self.on}"

    @property
    def answers(self) -> Answers:
        """How the dialog was answered."""
        return Answers(
            hold_invoices=self.hold_invoices,
            end_subscriptions=self.end_subscriptions,
            pause=[UUID(each) for each in self.pause],
            when=self.when,
            credit_prepaid=self.credit_prepaid,
            hand_over_to=self.hand_over_to,
            reason=self.reason,
            note=self.note,
        )
