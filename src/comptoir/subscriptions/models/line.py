"""What a subscription charges each period."""

from django.db import models

from comptoir.invoicing.models import Line
from comptoir.subscriptions.models.subscription import Subscription


class SubscriptionLine(Line):
    """A line of each invoice that the subscription makes."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="lines")

    class Meta(Line.Meta):
        constraints = [models.UniqueConstraint("subscription", "position", name="subscription_line_position_once")]
