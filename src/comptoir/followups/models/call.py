"""Calls to make, and how they went."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal, Word


class CallOutcome(Word):
    """How a call can go, in the account's own words."""

    told_as = "call_outcome"
    name_taken = _("There is an outcome of this name already. Choose another name.")

    class Meta(Word.Meta):
        constraints = [models.UniqueConstraint("account", Lower("name"), name="call_outcome_once")]


class CallQuerySet(OwnedQuerySet):
    """Calls of an account."""

    def open(self) -> Self:
        """Those still to be made."""
        return self.filter(completed_at__isnull=True)

    def done(self) -> Self:
        """Those that were made."""
        return self.filter(completed_at__isnull=False)

    def assigned_to(self, user: User) -> Self:
        """Those that are `user`'s to make."""
        return self.filter(assignee=user)

    def nobodys(self) -> Self:
        """Those that nobody sees to: assigned to nobody, or to somebody who can no longer log in."""
        return self.filter(Q(assignee__isnull=True) | Q(assignee__deactivated_at__isnull=False))

    def due(self, *, before: dt.datetime) -> Self:
        """The open ones to be made before the moment `before`."""
        return self.open().filter(scheduled_at__lt=before)


class Call(models.Model):
    """A telephone call to a customer, perhaps with one of its people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="calls", verbose_name=_("Customer"))
    contact = models.ForeignKey(
        Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("With")
    )
    """Whom to ask for at a company."""
    deal = models.ForeignKey(
        Deal, on_delete=models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("Deal")
    )
    description = models.TextField(_("About"), blank=True)
    scheduled_at = models.DateTimeField(_("When"))
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Assigned to")
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.ForeignKey(
        CallOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Outcome")
    )
    outcome_summary = models.TextField(_("How it went"), blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="call_done_by_somebody",
                condition=Q(completed_at__isnull=True, completed_by__isnull=True, outcome__isnull=True)
                | Q(completed_at__isnull=False, completed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "scheduled_at", "id"], name="call_open", condition=Q(completed_at__isnull=True)
            ),
            models.Index(
                fields=["account", "assignee", "scheduled_at", "id"],
                name="call_open_of_assignee",
                condition=Q(completed_at__isnull=True),
            ),
            models.Index(
                fields=["account", "completed_at", "id"], name="call_done", condition=Q(completed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.description[:60]

    @property
    def is_done(self) -> bool:
        """Whether it was made."""
        return self.completed_at is not None
