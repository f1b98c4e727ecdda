"""The periods that lie behind a subscription: billed, or skipped when a pause ended."""

from django.db import models

from comptoir.accounts.models import User
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.models.subscription import Subscription


class BilledPeriod(models.Model):
    """One period, billed once (G2): the row and its invoice are written together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="billed_periods")
    starts_on = models.DateField()
    ends_on = models.DateField()
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="billed_periods")
    """Goes with its draft when that is deleted by hand; the subscription does not bill the period again then either.
    Several periods share an invoice when the account merges what falls due on one day."""
    first_line = models.PositiveIntegerField(default=1)
    last_line = models.PositiveIntegerField(null=True)
    """Which lines of the invoice are its own, by position; without a last one: all of them."""
    currency = models.CharField(max_length=3, choices=CURRENCY_CHOICES, default="EUR")
    tax_exclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    tax_inclusive = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    """What it alone comes to, when it was billed."""
    billed_at = models.DateTimeField()

    class Meta:
        ordering = ("-starts_on",)
        constraints = [models.UniqueConstraint("subscription", "starts_on", name="period_billed_once")]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class SkippedPeriod(models.Model):
    """One period that began during a pause and is never billed, because that was chosen when it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="skipped_periods")
    starts_on = models.DateField()
    ends_on = models.DateField()
    skipped_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-starts_on",)
        constraints = [models.UniqueConstraint("subscription", "starts_on", name="period_skipped_once")]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"
