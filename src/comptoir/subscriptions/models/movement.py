"""How what comes in every month changed: the ledger behind recurring revenue over time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.subscriptions.models.subscription import Subscription


class Movement(models.Model):
    """One change of what a subscription brings in per month, without VAT. Written by `movements.note` only.

    The movements of a subscription up to a day add up to what it brings in on that day.
    """

    class Kind(models.TextChoices):
        """Why it changed."""

        NEW = "new", _("New")
        EXPANSION = "expansion", _("Expansion")
        CONTRACTION = "contraction", _("Contraction")
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Resumed")
        CHURN = "churn", _("Churn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="movements")
    on = models.DateField()
    kind = models.CharField(max_length=11, choices=Kind.choices)
    reason = models.CharField(max_length=24, blank=True)
    """Of churn: that of the deactivation, "ended" when it ran out, empty when nobody said."""
    currency = models.CharField(max_length=3, choices=CURRENCY_CHOICES)
    amount = models.DecimalField(max_digits=16, decimal_places=4)
    """More (or less) per month from that day on."""
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [
            # With all that is added up day by day, so that the ledger itself need not be read.
            models.Index(fields=["account", "on", "currency", "kind", "reason", "amount"], name="movement_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} on {self.on}"
