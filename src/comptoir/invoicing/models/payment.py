"""Money that came in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.invoicing.models.invoice import Invoice


class PaymentMethod(models.TextChoices):
    """How it was paid."""

    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    SEPA_DIRECT_DEBIT = "sepa_direct_debit", _("SEPA direct debit")
    PAYMENT_CARD = "payment_card", _("Payment card")
    CASH = "cash", _("Cash")


class Payment(models.Model):
    """One payment on an invoice, in the invoice's currency. Removing it is an activity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2)
    paid_on = models.DateField(_("Paid on"))
    method = models.CharField(
        _("Method"), max_length=20, choices=PaymentMethod.choices, default=PaymentMethod.BANK_TRANSFER
    )
    request_key = models.UUIDField(null=True, blank=True, editable=False)
    """Names the form that asked for it: sent twice, it registers once."""
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("paid_on", "id")
        constraints = [
            models.CheckConstraint(name="payment_is_positive", condition=models.Q(amount__gt=0)),
            models.UniqueConstraint("invoice", "request_key", name="payment_once_per_request"),
        ]
        indexes = [models.Index(fields=["account", "-paid_on", "-id"], name="payment_by_day")]

    def __str__(self) -> str:
        return f"{self.amount} on {self.paid_on}"
