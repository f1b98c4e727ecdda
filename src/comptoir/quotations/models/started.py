"""The subscriptions that an accepted quotation led to."""

from django.db import models

from comptoir.quotations.models.quotation import Quotation
from comptoir.subscriptions.models import Subscription, Unit


class StartedSubscription(models.Model):
    """For the recurring lines of one cycle of an accepted quotation one subscription was made: once."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="started")
    unit = models.CharField(max_length=5, choices=Unit.choices)
    period = models.PositiveSmallIntegerField()
    subscription = models.OneToOneField(Subscription, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("quotation", "unit", "period", name="quotation_subscription_once_per_cycle")
        ]

    def __str__(self) -> str:
        return f"{self.quotation_id}: {self.period} {self.unit}"
