"""Follow-ups. For now tasks: what somebody has to do, and by when."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer


class TaskQuerySet(OwnedQuerySet):
    """Tasks of an account."""

    def open(self) -> Self:
        """Those still to be done."""
        return self.filter(completed_at__isnull=True)


class Task(models.Model):
    """Something to do about a customer. `reason_key` makes a task that Comptoir sets itself come only once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tasks")
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    due_on = models.DateField(_("Due"))
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason_key = models.CharField(max_length=120, null=True, blank=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField()

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("account", "reason_key", name="task_once_for_its_reason")]
        indexes = [models.Index(fields=["account", "completed_at", "due_on"], name="task_by_due")]

    def __str__(self) -> str:
        return self.title
