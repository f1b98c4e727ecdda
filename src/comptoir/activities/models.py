"""The timeline: what happened, to whom, by whom, for good."""

from django.db import models

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class ActivityQuerySet(OwnedQuerySet):
    """Activities, newest first."""

    def about_customer(self, *customer_ids: object) -> "ActivityQuerySet":
        """Everything on a customer's timeline, by all ids that it ever had: itself, its documents, its reminders."""
        return self.filter(customer_id__in=customer_ids).order_by("-at", "-id")

    def about(self, subject: models.Model) -> "ActivityQuerySet":
        """Everything that happened to one row."""
        return self.filter(subject_type=subject._meta.model_name, subject_id=subject.pk).order_by("-at", "-id")


class Activity(models.Model):
    """One thing that happened. Written by `record` only, in the transaction of what it tells; never changed, except that
    it goes over to another timeline when its customer is merged into another one (`record.hand_on`).

    It refers to its subject by type and id, not by foreign key: the event log lies below what it speaks of, and what
    was said stays said when the subject is gone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """None is Comptoir itself, at night."""
    customer_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    effects = models.JSONField(default=dict)
    """What changed, in names, numbers and amounts as they were then."""

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["account", "customer_id", "-at", "-id"], name="activity_of_customer"),
            models.Index(fields=["subject_id", "-at", "-id"], name="activity_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
