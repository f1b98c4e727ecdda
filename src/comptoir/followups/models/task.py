"""Tasks: what somebody has to do, and by when."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal


class Priority(models.TextChoices):
    """As the public API names them, the most important first."""

    A = "A", _("A: today, whatever else")
    B = "B", _("B: important")
    C = "C", _("C: normal")
    D = "D", _("D: when there is time")


class TaskQuerySet(OwnedQuerySet):
    """Tasks of an account."""

    def open(self) -> Self:
        """Those still to be done."""
        return self.filter(completed_at__isnull=True)

    def done(self) -> Self:
        """Those that were ticked off."""
        return self.filter(completed_at__isnull=False)

    def assigned_to(self, user: User) -> Self:
        """Those that are `user`'s to do."""
        return self.filter(assignee=user)

    def nobodys(self) -> Self:
        """Those that nobody sees to: assigned to nobody, or to somebody who can no longer log in."""
        return self.filter(Q(assignee__isnull=True) | Q(assignee__deactivated_at__isnull=False))

    def due(self, *, on: dt.date) -> Self:
        """The open ones to be done on the day `on` or that should have been done before."""
        return self.open().filter(due_on__lte=on)


class Task(models.Model):
    """Something to do, mostly about a customer, perhaps about one of its deals.

    `reason_key` makes a task that must come only once come only once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("Customer")
    )
    deal = models.ForeignKey(
        Deal, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("Deal")
    )
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Assigned to")
    )
    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    due_on = models.DateField(_("Due"))
    priority = models.CharField(_("Priority"), max_length=1, choices=Priority.choices, default=Priority.C)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason_key = models.CharField(max_length=120, null=True, blank=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("account", "reason_key", name="task_once_for_its_reason"),
            models.CheckConstraint(name="task_priority_known", condition=Q(priority__in=Priority.values)),
            models.CheckConstraint(
                name="task_done_by_somebody",
                condition=Q(completed_at__isnull=True, completed_by__isnull=True)
                | Q(completed_at__isnull=False, completed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "due_on", "id"], name="task_open_by_due", condition=Q(completed_at__isnull=True)
            ),
            models.Index(
                fields=["account", "assignee", "due_on", "id"],
                name="task_open_of_assignee",
                condition=Q(completed_at__isnull=True),
            ),
            models.Index(
                fields=["account", "completed_at", "id"], name="task_done", condition=Q(completed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        """Whether it was ticked off."""
        return self.completed_at is not None

    @property
    def is_set_by_comptoir(self) -> bool:
        """Whether nobody added it by hand: Comptoir sets it again when its reason comes back after it was deleted."""
        return self.reason_key is not None and not self.reason_key.startswith("form:")
